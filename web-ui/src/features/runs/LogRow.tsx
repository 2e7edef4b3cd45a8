import { memo } from 'react';
import type { OutputLine } from '../../api/types';
import { parseAnsi } from '../../lib/ansi';

/** In pixels, the same as in the style sheet. */
export const ROW_HEIGHT = 20;

interface Props {
  line: OutputLine;
  top: number;
  /** Whether lines of stderr are marked, which only a mixed view needs. */
  marked: boolean;
}

/** One line. Rows stand by `top`: far down, a transform would be off by a pixel or two. */
export const LogRow = memo(function LogRow({ line, top, marked }: Props) {
  const failed = line.stream === 'stderr';
  return (
    <div
      className="log-row"
      data-stream={line.stream}
      style={{ top }}
      title={`Attempt ${line.attempt}, ${line.at}`}
    >
      <span className="log-number" aria-hidden>
        {line.n + 1}
      </span>
      {marked && <span className="log-stream">{failed ? 'err' : ''}</span>}
      <span className="log-text">
        {parseAnsi(line.text).map((segment, index) =>
          segment.className ? (
            <span key={index} className={segment.className}>
              {segment.text}
            </span>
          ) : (
            segment.text
          ),
        )}
      </span>
    </div>
  );
});
