import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { loadingOf } from "@/api/client";
import { asProblem, isMissing } from "@/api/problem";
import type { CourseView, VintagesView } from "@/api/schema/marketdata";
import { store, type Figure } from "@/api/store";
import { byWidth } from "@/ui/byWidth";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Empty";
import { focusHeading } from "@/ui/focus";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { Series } from "@/ui/Series";
import { State } from "@/ui/State";
import { BasisChoice } from "./BasisChoice";
import { aroundThen, linesOf, rowsOf, scaleOf } from "./course";
import { Slider } from "./Slider";
import { useAddress } from "./useAddress";
import { Values } from "./Values";

const ADJUSTMENTS = [
  { value: "none", label: "as traded" },
  { value: "split", label: "for splits" },
  { value: "total", label: "for splits and dividends" },
] as const;
const YEARS = [
  { value: "", label: "all years" },
  { value: "20", label: "20 years" },
  { value: "10", label: "10 years" },
  { value: "5", label: "5 years" },
  { value: "2", label: "2 years" },
];
const HEIGHT = byWidth(1024, 800, 652);

/** One figure over time: as it was known on a day, as it was said first, as it is said now. */
export function Course({ figure }: { figure: Figure }) {
  const { asked, change } = useAddress();
  const vintages = useQuery(store.vintages(figure));
  const asOf = useDeferredValue(asked.asof);
  const latest = vintages.data?.course;
  const then = useQuery({
    ...store.course(figure, asOf ?? "latest"),
    enabled: asOf !== undefined,
    // What is shown stays, and says itself of when it is: the slider must not go away under the hand that moves it.
    placeholderData: (before) => before ?? latest,
  });
  const course = asOf === undefined ? latest : (then.data ?? latest);
  const loading = loadingOf(vintages);
  const title = [figure.subject, figure.concept].filter(Boolean).join(" ");
  return (
    <Panel
      title={title}
      height={HEIGHT}
      loading={asOf === undefined || !then.error ? loading : { ...loading, problem: asProblem(then.error) }}
      isEmpty={!vintages.data || !course}
      empty={<Missing error={vintages.error ?? then.error} />}
      actions={<Choices figure={figure} variants={vintages.data?.course.variants ?? []} course={course} />}
    >
      {vintages.data && course ? (
        <>
          <Head course={course} vintages={vintages.data} />
          <div className="border-b border-line px-3 py-1.5">
            <Slider changes={vintages.data.changes} asOf={asked.asof} onChange={(day) => change({ asof: day })} />
          </div>
          {vintages.data.valid.length ? (
            <Shown course={course} vintages={vintages.data} />
          ) : (
            <Unknown
              course={course}
              onAssumed={() => {
                focusHeading(); // the button that has the focus goes away
                change({ basis: "assumed" });
              }}
            />
          )}
        </>
      ) : null}
    </Panel>
  );
}

function Choices({
  figure,
  variants,
  course,
}: {
  figure: Figure;
  variants: readonly string[];
  course: CourseView | undefined;
}) {
  const { asked, change } = useAddress();
  return (
    <>
      <Select
        label="Years shown"
        hideLabel
        value={asked.years ?? ""}
        options={YEARS}
        onChange={(years) => change({ years })}
      />
      {variants.length > 1 ? (
        <Select
          label={figure.kind === "bars" ? "Length of bars" : "Unit and period"}
          hideLabel
          value={course?.variant ?? ""}
          options={variants.map((name) => ({ value: name, label: name }))}
          onChange={(variant) => change({ variant })}
        />
      ) : null}
      {figure.kind === "bars" ? (
        <Select
          label="Adjusted"
          hideLabel
          value={figure.adjust ?? "none"}
          options={ADJUSTMENTS}
          onChange={(adjust) => change({ adjust: adjust === "none" ? undefined : adjust })}
        />
      ) : null}
      <BasisChoice />
    </>
  );
}

/** What is shown, in which unit, as of when and on what basis: nobody may take one time for another. */
function Head({ course, vintages }: { course: CourseView; vintages: VintagesView }) {
  const isNow = course.as_of === "latest";
  const about = [course.title, course.unit || "unit not stated", course.frequency || course.variant];
  const said = course.origins.map(({ source }) => source);
  const sources = [...new Set(said)].join(", ") || "no source";
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="min-w-0 break-words">{about.filter(Boolean).join(" · ")}</span>
        <span className="text-dim">source {sources}</span>
      </p>
      <p className="flex flex-wrap items-baseline gap-x-4">
        <strong>
          <State kind={isNow ? "good" : "warn"}>
            {isNow ? "as of now" : `as of the end of ${course.as_of.slice(0, 10)}, UTC`}
          </State>
        </strong>
        <span>
          {course.basis === "recorded" ? "times that were recorded" : "recorded and assumed times"}
          {course.left_out ? `, ${course.left_out.toLocaleString("en-US")} values left out` : ""}
        </span>
        <span className="text-dim">
          {course.valid.length.toLocaleString("en-US")} values known then,{" "}
          {vintages.changes.length.toLocaleString("en-US")} days with news
        </span>
      </p>
    </div>
  );
}

function Shown({ course, vintages }: { course: CourseView; vintages: VintagesView }) {
  const { asked } = useAddress();
  const years = Number(asked.years);
  const [all, then] = useMemo(() => aroundThen(vintages, course, years), [vintages, course, years]);
  const scale = useMemo(() => scaleOf(vintages), [vintages]);
  const series = useMemo(() => linesOf(all, then, scale?.by), [all, then, scale]);
  const rows = useMemo(() => rowsOf(all, then), [all, then]);
  return (
    <>
      <Series
        label={`As it was known then, as it was said first, as it is said now${scale ? `, in ${scale.word}` : ""}`}
        series={series}
        height={240}
        withheld={course.withheld}
      />
      {scale ? (
        <p className="px-3 pb-1 text-dim">
          The picture is in {scale.word}, the values below are in {course.unit || "units"}.
        </p>
      ) : null}
      {course.withheld ? <p className="px-3 pb-1 text-dim">Not to be taken away: {course.withheld}.</p> : null}
      <Values
        rows={rows}
        unit={course.unit}
        filename={`${course.subject}-${course.concept}`.replaceAll(/\W+/g, "-")}
        withheld={course.withheld}
      />
    </>
  );
}

function Unknown({ course, onAssumed }: { course: CourseView; onAssumed: () => void }) {
  return (
    <Empty title={course.left_out ? "No time of it was recorded." : "Nothing is known of it."}>
      {course.remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {course.left_out ? <Button onClick={onAssumed}>Read what a named rule dates</Button> : null}
    </Empty>
  );
}

function Missing({ error }: { error: Error | null }) {
  return (
    <Empty title={isMissing(error) ? "The store has no course of it." : "Nothing to show."}>
      {error?.message ?? "Find something in the catalogue."}
    </Empty>
  );
}
