// Questions about the consumers' pods as the informer knows them. Pure.
#pragma once

#include <string>
#include <vector>

#include "rotation/pod_informer.h"
#include "rotation/record.h"
#include "token/profile.h"

namespace rotation {

// Pods of a Deployment that are ready and not terminating, in order of their uids.
std::vector<kube::Pod> ReadyPods(const PodInformer& informer, const std::string& deployment);
// Pods of consumers that are terminating.
std::vector<kube::Pod> TerminatingPods(const PodInformer& informer, const token::Profile& profile);
// Consumers with a proof that have no ready pod: nothing about them is proven.
std::vector<std::string> UnprovenConsumers(const PodInformer& informer, const token::Profile& profile);

// Which token the pods of each consumer have read, by the rotation ids of their templates: "api-service: 1 pods with
// the new token and 0 with the previous one, bridge: …". Empty for the strategy delete-pods, which writes no ids.
std::string DescribeHoldings(const PodInformer& informer, const token::Profile& profile, const Record& record);

// The rotation id to write into a pod template.
std::string StampOf(const Record& record, const std::string& deployment);
// The one for a further restart in the same phase, after pods have read a stale value. Differs from `current`, the id
// in the pod template now.
std::string NextStamp(const Record& record, const std::string& current);
// Whether a pod template with this rotation id makes pods read the phase's token.
bool IsStampOfPhase(const Record& record, const std::string& stamp);

// The command that restarts every consumer.
std::string RestartCommand(const token::Profile& profile);

}  // namespace rotation
