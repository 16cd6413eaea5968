/* A page as on paper, on the screen: the stylesheets' rules for print are put to work, and those for the screen
   are put away. */

/** Do so with rules of a page's stylesheet, and of all that it imports. */
export function toPaper(rules) {
  for (const rule of rules) {
    if (rule.media && rule.cssRules) {
      const { mediaText } = rule.media;
      if (mediaText === "print") rule.media.mediaText = "all";
      else if (mediaText === "screen") rule.media.mediaText = "not all";
    }
    if (rule.styleSheet) toPaper(rule.styleSheet.cssRules);
    else if (rule.cssRules?.length) toPaper(rule.cssRules);
  }
}
