/** The parts of the bundle's contract that a scan needs; the server has checked the contract. */
export interface Contract {
  id: string;
  model: { file: string };
  input: { shape: [number, number, number, number] };
  outputs: OutputNames;
  crop: {
    face_margin: number;
    mirror_below: number;
    mirror_side: number;
    min_picture_side: number;
    min_face_side: number;
  };
  faces: FaceRule;
  decision: DecisionRule;
  quality: QualityRule;
}

export interface FaceRule {
  merge_iou: number;
  nested_above: number;
  tiles_below: number;
  max_faces: number;
  min_picture_side: number;
  detectors: DetectorRule[];
}

export interface DetectorRule {
  file: string;
  input_size: number;
  strides: number[];
  anchors_per_stride: number[];
  range: [number, number];
  score_clip: number;
  min_score: number;
  views: "whole" | "tiles";
}

export interface DecisionRule {
  temperature: number;
  bias: number;
  fake_at: number;
  real_at: number;
}

/** REAL up to the first probability of fake, FAKE from the second, UNSURE between. */
export type Thresholds = Pick<DecisionRule, "real_at" | "fake_at">;

export interface QualityRule {
  small_below_px: number;
  blurred_below: number;
  dark_below: number;
  bright_above: number;
}

export type OutputNames = Record<"logit" | "evidence" | "gate", { name: string }>;
