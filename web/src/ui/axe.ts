import axe from "axe-core";

/** What axe finds wrong within an element; contrast and page structure need a real browser and are checked there. */
export async function violations(element: Element): Promise<string[]> {
  const results = await axe.run(element, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return results.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`);
}
