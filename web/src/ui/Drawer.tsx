import { Modal, type DialogProps } from "./Dialog";

/** A dialog at the right edge of the window, over its whole height; below 640 px over its whole width. */
export function Drawer(props: DialogProps) {
  return <Modal {...props} place="inset-y-0 right-0 h-dvh w-full border-l sm:w-[min(46rem,90vw)]" />;
}
