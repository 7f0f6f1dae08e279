/** The mark: a ring that is nearly closed, and the way home through it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark-ring" d="M25.2 7.6A12.5 12.5 0 1 0 28.5 16" />
      <path class="mark-way" d="M28.5 16H12m6-6-6 6 6 6" />
    </svg>
  );
}
