import { reminderCases } from './reminder-cases.ts';
import { callCases } from './call-cases.ts';
import { groupCallCases } from './group-call-cases.ts';
import { changesCases } from './changes-cases.ts';
import { commitCases } from './commit-cases.ts';
import type { ContractCase } from './contract-case.ts';
import { directoryCases } from './directory-cases.ts';
import { erasureCases } from './erasure-cases.ts';
import { fileCases } from './file-cases.ts';
import { importCases } from './import-cases.ts';
import { inviteLinkCases } from './invite-link-cases.ts';
import { lifecycleCases } from './lifecycle-cases.ts';
import { readMarkerCases } from './read-marker-cases.ts';
import { memberCases } from './member-cases.ts';
import { mentionCases } from './mention-cases.ts';
import { moderationCases } from './moderation-cases.ts';
import { notificationCases } from './notification-cases.ts';
import { pageCases } from './page-cases.ts';
import { pinCases } from './pin-cases.ts';
import { presenceCases } from './presence-cases.ts';
import { profileCases } from './profile-cases.ts';
import { privateCases } from './private-cases.ts';
import { pruneCases } from './prune-cases.ts';
import { reactionCases } from './reaction-cases.ts';
import { receiptCases } from './receipt-cases.ts';
import { recordCases } from './record-cases.ts';
import { retryCases } from './retry-cases.ts';
import { restoreCases } from './restore-cases.ts';
import { searchCases } from './search-cases.ts';
import { threadCases } from './thread-cases.ts';
import { versionCases } from './version-cases.ts';

/** The cases of the storage contract: at least one per sentence of `ChatStorage` and its stores. */
export const storageContract: readonly ContractCase[] = [
  ...lifecycleCases,
  ...commitCases,
  ...retryCases,
  ...pageCases,
  ...changesCases,
  ...privateCases,
  ...searchCases,
  ...reactionCases,
  ...pinCases,
  ...callCases,
  ...reminderCases,
  ...groupCallCases,
  ...threadCases,
  ...versionCases,
  ...recordCases,
  ...restoreCases,
  ...importCases,
  ...memberCases,
  ...inviteLinkCases,
  ...moderationCases,
  ...readMarkerCases,
  ...receiptCases,
  ...mentionCases,
  ...pruneCases,
  ...directoryCases,
  ...fileCases,
  ...notificationCases,
  ...erasureCases,
  ...profileCases,
  ...presenceCases,
];
