import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** What a scenario shows of its measurements. */
export interface Plot {
  /** Unique within the scenario; a part of the file's name. */
  name: string;
  title: string;
  mark: 'bar' | 'point' | 'line';
  /** The axes, with their units. */
  x: string;
  y: string;
  /** Where the values differ by orders of magnitude. */
  logarithmic?: boolean;
  points: readonly Point[];
}

export interface Point {
  x: string | number;
  y: number;
  /** What is compared, such as a contestant. */
  series: string;
}

/** The measurements of two contestants, pair by pair. */
export function pairsPlot(
  plot: Pick<Plot, 'name' | 'title' | 'y' | 'logarithmic'>,
  [seriesOfA, seriesOfB]: readonly [string, string],
  pairs: readonly { a: number; b: number }[],
): Plot {
  return {
    ...plot,
    mark: 'bar',
    x: 'pair',
    points: pairs.flatMap(({ a, b }, index) => [
      { x: String(index + 1), y: a, series: seriesOfA },
      { x: String(index + 1), y: b, series: seriesOfB },
    ]),
  };
}

const SIZE = { width: 480, height: 240 };

/** @returns the plot as SVG. */
export async function svgOf({ title, mark, x, y, logarithmic = false, points }: Plot): Promise<string> {
  const isNumber = points.every((point) => typeof point.x === 'number');
  return drawn({
    ...SIZE,
    title,
    data: { values: [...points] },
    mark: mark === 'line' ? { type: mark, point: true } : { type: mark },
    encoding: {
      // In the order in which they were measured.
      x: { field: 'x', type: isNumber ? 'quantitative' : 'ordinal', sort: null, title: x, axis: { labelAngle: 0 } },
      y: { field: 'y', type: 'quantitative', title: y, scale: { type: logarithmic ? 'symlog' : 'linear' } },
      color: { field: 'series', type: 'nominal', title: null, sort: null },
      ...(mark === 'bar' && { xOffset: { field: 'series', sort: null } }),
    },
  });
}

/** The one way to draw: a Vega-Lite specification as SVG. */
export async function drawn(specification: TopLevelSpec): Promise<string> {
  const { spec } = compile(specification);
  const svg = await new View(parse(spec), { renderer: 'none' }).toSVG();
  return `${svg}\n`;
}
