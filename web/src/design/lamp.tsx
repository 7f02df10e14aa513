import { fill, useWords } from '../words/index.ts';

/** State of a deadline: word and shape first, colour last. `daysLeft` counts working days; negative is overdue. */
export function Lamp({ daysLeft }: { daysLeft: number }) {
  const words = useWords();
  const colour = daysLeft < 0 ? 'red' : daysLeft <= 3 ? 'yellow' : 'green';
  const shape = { red: '●', yellow: '▲', green: '■' }[colour];
  const text =
    daysLeft < 0
      ? fill(words.deadline.over, { n: -daysLeft })
      : daysLeft === 0
        ? words.deadline.today
        : fill(words.deadline.left, { n: daysLeft });
  return (
    <span className={`lamp ${colour}`}>
      <span aria-hidden="true">{shape}</span>
      <span>{text}</span>
    </span>
  );
}

/** 加急 and 特急, as on the paper. */
export function Urgency({ value }: { value: string | null | undefined }) {
  const words = useWords();
  if (!value) {
    return null;
  }
  const text = value === '特急' ? words.deadline.most : value === '加急' ? words.deadline.urgent : value;
  return <span className="badge red">{text}</span>;
}
