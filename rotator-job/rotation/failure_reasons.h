// Why the consumers' rollouts do not complete, from what the cluster reports.
#pragma once

#include <string>
#include <vector>

#include "rotation/context.h"
#include "rotation/pod_informer.h"

namespace rotation {

// One sentence each, the most specific first: problems of the pods, conditions of the Deployment, and Warning Events
// about the Deployment, its ReplicaSets or these pods. `pods` are the Deployment's pods that are not ready. Pure.
std::vector<std::string> ExplainRollout(const kube::Deployment& deployment, const std::vector<kube::Pod>& pods,
                                        const std::vector<kube::Warning>& warnings);

// Reads the consumers' Deployments, and Events if the account may list them (`events`), and explains each consumer that
// is not rolled out. At most six sentences; what cannot be read is left out.
std::vector<std::string> FailureReasons(const Context& context, const PodInformer& informer, bool events);

}  // namespace rotation
