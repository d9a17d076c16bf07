import { Select } from "@/ui/Select";
import { useAddress } from "./useAddress";

const BASES = [
  { value: "recorded", label: "recorded times" },
  { value: "assumed", label: "recorded and assumed times" },
] as const;

/** Whether also that is read whose known time only a rule gives. */
export function BasisChoice() {
  const { asked, change } = useAddress();
  return (
    <Select
      label="Basis"
      hideLabel
      value={asked.basis === "assumed" ? "assumed" : "recorded"}
      options={BASES}
      onChange={(basis) => change({ basis: basis === "recorded" ? undefined : basis })}
    />
  );
}
