import axe from "axe-core";
import { expect } from "vitest";

// jsdom computes no layout, so contrast is left to the check in a real browser; a component is no page.
const RULES = { "color-contrast": { enabled: false }, region: { enabled: false } };

/** Fails with axe's findings. */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations, passes } = await axe.run(container, { rules: RULES });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(0);
}
