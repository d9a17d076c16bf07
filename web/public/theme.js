/* Theme and density before the first paint; a classic script, since modules run after it. See src/app/preferences.ts. */
for (const name of ["theme", "density"]) {
  try {
    const value = localStorage.getItem(`nautilus.${name}`);
    if (value) document.documentElement.dataset[name] = value;
  } catch {
    break; // no storage, no choice
  }
}
