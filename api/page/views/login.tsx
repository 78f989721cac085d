import type { VNode } from 'preact';
import { Layout } from './layout.tsx';

export function LoginPage({ problem }: { problem?: string }): VNode {
  return (
    <Layout title="Log in">
      <form method="post" action="/login" class="card narrow">
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <label>
          API key
          <input name="key" type="password" autocomplete="current-password" required />
        </label>
        <button>Log in</button>
        <p class="hint">
          Your administrator makes one with the role operator. It is what your decisions are signed with.
        </p>
      </form>
    </Layout>
  );
}
