import type { VNode } from 'preact';
import { PROBLEMS, type Problem } from '../../problems.ts';
import { Layout, type Frame } from './layout.tsx';

/** Nothing was changed, or it is not known; the problem says which. */
export function ProblemPage({ problem, frame }: { problem: Problem; frame?: Frame | undefined }): VNode {
  const { type, message, fields } = problem;
  return (
    <Layout title={PROBLEMS[type].title} frame={frame}>
      <div class="card" role="alert">
        <p>{message}</p>
        {fields.length > 0 && (
          <ul>
            {fields.map(({ path, message: wrong }) => (
              <li>
                <b>{path}</b> {wrong}
              </li>
            ))}
          </ul>
        )}
        <p>
          <a href="/">To the orders that need a person</a>
        </p>
      </div>
    </Layout>
  );
}
