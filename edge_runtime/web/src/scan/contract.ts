/** The parts of the bundle's contract that a scan needs; the server has checked the contract. */
export interface Contract {
  id: string;
  model: { file: string };
  input: { shape: [number, number, number, number] };
  outputs: OutputNames;
  crop: CropRule;
  faces: FaceRule;
  decision: DecisionRule;
  pooling: PoolingRule;
  second_look: SecondLookRule;
  reasons: ReasonsRule;
  quality: QualityRule;
}

export interface CropRule {
  face_margin: number;
  face_shift: number;
  min_picture_side: number;
  min_face_side: number;
  mirror_below: number;
  mirror_side: number;
}

/** Scores from which a box is a possible face, a face, and a face of a turned picture; and more. */
export interface FaceRule {
  min_picture_side: number;
  decides_from: number;
  possible_from: number;
  turned_from: number;
  suppress_iou: number;
  max_faces: number;
  still: DetectorRule;
  camera: DetectorRule;
}

export interface DetectorRule {
  file: string;
  input_size: number;
  strides: number[];
}

export interface DecisionRule {
  temperature: number;
  bias: number;
  fake_at: number;
  real_at: number;
}

/** REAL up to the first probability of fake, FAKE from the second, UNSURE between. */
export type Thresholds = Pick<DecisionRule, "real_at" | "fake_at">;

/** Weights of the log-odds of the whole picture, of the most suspicious face, and of the larger of both. */
export interface PoolingRule {
  whole: number;
  face: number;
  larger: number;
}

export interface SecondLookRule {
  inset: number;
  limit: number;
}

export interface ReasonsRule {
  enlarged_below_px: number;
  colourless_below: number;
  shape_above: number;
  graphic: GraphicRule;
}

/** Weights of a crop's statistics; a sum above 0 means that it is no photograph. */
export interface GraphicRule {
  bias: number;
  flat: number;
  common: number;
  hard: number;
  extreme: number;
  colourfulness: number;
}

export interface QualityRule {
  small_below_px: number;
  blurred_below: number;
  dark_below: number;
  bright_above: number;
}

export type OutputNames = Record<"logit" | "evidence" | "gate", { name: string }>;
