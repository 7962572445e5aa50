// A raster: a grid of numbers as pixels. Pure.

const STEPS = 1024; // of a table of colours, so that none of 256 levels is off by more than a shade

// Return the colours between those at the numbers of a domain, as pixels of a canvas, evenly from its lowest
// number to its highest.
// colours: ["#rrggbb"]; domain: as many rising numbers
export function colourTable(colours, domain) {
  const bytes = new Uint8ClampedArray(4 * STEPS);
  const stops = colours.map(toBytes);
  const [low, high] = [domain[0], domain.at(-1)];
  let above = 1; // the stop above the number
  for (let i = 0; i < STEPS; i++) {
    const value = low + ((high - low) * i) / (STEPS - 1);
    while (above < domain.length - 1 && value > domain[above]) above++;
    const share = (value - domain[above - 1]) / (domain[above] - domain[above - 1]);
    for (let c = 0; c < 3; c++) {
      bytes[4 * i + c] = stops[above - 1][c] + (stops[above][c] - stops[above - 1][c]) * share;
    }
    bytes[4 * i + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

function toBytes(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return [red, green, blue];
}

// Paint values into pixels, row by row; a number outside the domain has the colour of its end.
// pixels: Uint32Array; flip: [across, down], whether the last cell of a row, the last row, comes first
export function paintCells(pixels, values, columns, { table, domain, flip }) {
  const low = domain[0];
  const scale = (STEPS - 1) / (domain.at(-1) - low);
  const rows = values.length / columns;
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    const to = (flip[1] ? rows - 1 - row : row) * columns;
    for (let column = 0; column < columns; column++) {
      const step = Math.round((values[from + column] - low) * scale);
      const place = flip[0] ? columns - 1 - column : column;
      pixels[to + place] = table[Math.min(STEPS - 1, Math.max(0, step))];
    }
  }
}
