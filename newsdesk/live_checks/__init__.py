"""What live pages need although nobody has touched them: findings of the gate, forecasts that are over."""
