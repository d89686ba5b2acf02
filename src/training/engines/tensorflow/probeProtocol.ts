import { type Guard, isBoolean, isString, objectOf, oneOf, unionOf } from '../../../guards';
import { TENSORFLOW_PACKAGES, type TensorFlowPackage } from './package';

/** What the probing process tells its parent, once. */
export type ProbeReport =
  | { readonly type: 'computes'; readonly usesGpu: boolean }
  /** What was thrown. */
  | { readonly type: 'fails'; readonly message: string };

export const isProbeReport: Guard<ProbeReport> = unionOf<ProbeReport>({
  computes: objectOf({ type: oneOf('computes'), usesGpu: isBoolean }),
  fails: objectOf({ type: oneOf('fails'), message: isString }),
});

/** What the probing process is sent: the package to try. */
export const isTensorFlowPackage = objectOf<TensorFlowPackage>({
  name: oneOf(...TENSORFLOW_PACKAGES),
  version: isString,
  folder: isString,
});
