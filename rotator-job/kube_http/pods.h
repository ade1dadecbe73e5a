// Parts of the codec of pods that the codec of Deployments needs too. Internal to this module.
#pragma once

#include "json/read.h"
#include "kube/client.h"

namespace kube_http {

// The Secrets that a pod spec reads: environment, envFrom, volumes and projected volumes of all kinds of containers.
kube::SecretReferences DecodeSecretReferences(const json::Value& spec);

}  // namespace kube_http
