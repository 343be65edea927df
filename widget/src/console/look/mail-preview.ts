interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): unknown };
}

/** Made here and known nowhere else: what it passes is shown in a frame with `sandbox=""`, where no script runs. */
const policy = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('mail-preview', {
  createHTML: (html) => html,
});

let last: { html: string; passed: string } | undefined;

/**
 * HTML of a mail as `srcdoc` of a frame with `sandbox=""`, and for nothing else. The same HTML is the same value: a new one with each
 * rendering would load the frame again.
 */
export function mailPreview(html: string): string {
  if (last?.html !== html) last = { html, passed: (policy?.createHTML(html) ?? html) as string };
  return last.passed;
}
