// The texts in view whose contrast with what lies behind them is under WCAG AA, as
// "text: ratio". Icons and what is disabled are exempt, as WCAG has it.
() => {
  const channel = value => {
    value /= 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = text => {
    const [r, g, b, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    return text.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, alpha] : [r, g, b, alpha];
  };
  const over = (front, back) =>
    [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3]));
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!text || !box.width || style.visibility === 'hidden') continue;
    if (element.closest('style, script, [data-testid=stIconMaterial], [disabled], [aria-disabled=true]'))
      continue;
    if (element.closest('[data-testid]')?.parentElement?.querySelector('[disabled]')) continue;
    const layers = [];
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) {
      layers.unshift(parse(getComputedStyle(at).backgroundColor));
      opacity *= Number(getComputedStyle(at).opacity);
    }
    const back = layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
    const [r, g, b, alpha] = parse(style.color);
    const pair = [luminance(over([r, g, b, alpha * opacity], back)), luminance(back)];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return found;
}
