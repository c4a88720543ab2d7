import type { KeyboardEvent } from "react";
import { percent } from "../results/percent";
import { reasonsInWords } from "../results/plainWords";
import { outcomeOf, type Picture, resultOf } from "../pictures/pictureList";
import { Badge } from "./Badge";
import { Preview } from "./Preview";

interface Props {
  pictures: readonly Picture[];
  selected: number;
  onSelect: (id: number) => void;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** All pictures; arrow keys move through them. */
export function PictureList({ pictures, selected, onSelect }: Props) {
  const move = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const index = pictures.findIndex((picture) => picture.id === selected) + step;
    const next = pictures[index];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
    event.currentTarget.querySelectorAll("button")[index]?.focus();
  };
  return (
    <nav aria-label="Pictures">
      <ul className="list" onKeyDown={move}>
        {pictures.map((picture) => (
          <li key={picture.id}>
            <button
              type="button"
              aria-current={picture.id === selected}
              onClick={() => onSelect(picture.id)}
            >
              <Preview picture={picture} alt="" />
              <span className="name">{picture.file.name}</span>
              <span className="outcome">
                <Badge outcome={outcomeOf(picture)} />
                <Probability picture={picture} />
              </span>
              <Capped picture={picture} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Probability({ picture }: { picture: Picture }) {
  const probability = resultOf(picture)?.probability ?? null;
  return probability === null ? null : <span className="percent">{percent(probability)}</span>;
}

/** Under the verdict: why it is UNSURE, whatever the probability. */
function Capped({ picture }: { picture: Picture }) {
  const result = resultOf(picture);
  const reasons = result === null ? [] : reasonsInWords(result);
  return reasons.length === 0 ? null : <span className="capped">{reasons.join("; ")}</span>;
}
