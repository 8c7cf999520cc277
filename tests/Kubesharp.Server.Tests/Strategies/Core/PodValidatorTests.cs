using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Tests.Strategies.Core;

public class PodValidatorTests
{
    [Fact]
    public void ValidateCreate_GoodPod_HasNoErrors() => Assert.Empty(Sample.Errors(errors => PodValidator.ValidateCreate(Sample.Pod, errors)));

    public static TheoryData<string, string> BadSpecs() => new()
    {
        { "{}", "spec.containers: Required value" },
        { """{"containers": [{"name": "", "image": "i"}]}""", "spec.containers[0].name: Required value" },
        { """{"containers": [{"name": "A", "image": "i"}]}""", "spec.containers[0].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')" },
        { """{"containers": [{"name": "a"}]}""", "spec.containers[0].image: Required value" },
        { """{"containers": [{"name": "a", "image": " i"}]}""", "spec.containers[0].image: Invalid value: \" i\": must not have leading or trailing whitespace" },
        { """{"containers": [{"name": "a", "image": "i"}, {"name": "a", "image": "i"}]}""", "spec.containers[1].name: Duplicate value: \"a\"" },
        { """{"containers": [{"name": "a", "image": "i", "imagePullPolicy": "Sometimes"}]}""", "spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"IfNotPresent\", \"Never\"" },
        { """{"containers": [{"name": "a", "image": "i", "ports": [{"containerPort": 0}]}]}""", "spec.containers[0].ports[0].containerPort: Required value" },
        { """{"containers": [{"name": "a", "image": "i", "ports": [{"containerPort": 70000}]}]}""", "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive" },
        { """{"containers": [{"name": "a", "image": "i", "ports": [{"containerPort": 1, "protocol": "ICMP"}]}]}""", "spec.containers[0].ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"" },
        { """{"containers": [{"name": "a", "image": "i", "ports": [{"containerPort": 1, "hostPort": 80}, {"containerPort": 2, "hostPort": 80}]}]}""", "spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//80\"" },
        { """{"containers": [{"name": "a", "image": "i", "env": [{"name": ""}]}]}""", "spec.containers[0].env[0].name: Required value" },
        { """{"containers": [{"name": "a", "image": "i", "env": [{"name": "A=B"}]}]}""", "spec.containers[0].env[0].name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='" },
        { """{"containers": [{"name": "a", "image": "i", "env": [{"name": "A", "value": "x", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]}]}""", "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty" },
        { """{"containers": [{"name": "a", "image": "i", "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.phase"}}}]}]}""", "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"status.phase\": supported values: \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", \"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\"" },
        { """{"containers": [{"name": "a", "image": "i", "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.wrong"}}}]}]}""", "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.wrong\": error converting fieldPath: field label not supported: spec.wrong" },
        { """{"containers": [{"name": "a", "image": "i", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s"}}}]}]}""", "spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value" },
        { """{"containers": [{"name": "a", "image": "i", "envFrom": [{}]}]}""", "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`" },
        { """{"containers": [{"name": "a", "image": "i", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}]}""", "spec.containers[0].volumeMounts[0].name: Not found: \"v\"" },
        { """{"volumes": [{"name": "v"}], "containers": [{"name": "a", "image": "i", "volumeMounts": [{"name": "v", "mountPath": "/v"}, {"name": "v", "mountPath": "/v"}]}]}""", "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/v\": must be unique" },
        { """{"volumes": [{"name": "v"}], "containers": [{"name": "a", "image": "i", "volumeMounts": [{"name": "v", "mountPath": "/v", "subPath": "../x"}]}]}""", "spec.containers[0].volumeMounts.subPath: Invalid value: \"../x\": must not contain '..'" },
        { """{"volumes": [{"name": "v"}], "containers": [{"name": "a", "image": "i", "volumeMounts": [{"name": "v", "mountPath": "/v", "mountPropagation": "Bidirectional"}]}]}""", "spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}}]}""", "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"requests": {"example.com/gpu": "1"}}}]}""", "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"limits": {"example.com/gpu": "500m"}}}]}""", "spec.containers[0].resources.limits[example.com/gpu]: Invalid value: \"500m\": must be an integer" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"limits": {"hugepages-2Mi": "2Mi"}}}]}""", "spec.containers[0].resources: Forbidden: HugePages require cpu or memory" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"limits": {"cpu": "1", "hugepages-2Mi": "3Mi"}}}]}""", "spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"limits": {"pods": "1"}}}]}""", "spec.containers[0].resources.limits[pods]: Invalid value: \"pods\": must be a standard resource for containers" },
        { """{"containers": [{"name": "a", "image": "i", "resources": {"limits": {"cpu": "-1"}, "requests": {"cpu": "-1"}}}]}""", "spec.containers[0].resources.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0" },
        { """{"containers": [{"name": "a", "image": "i", "livenessProbe": {}}]}""", "spec.containers[0].livenessProbe: Required value: must specify a handler type" },
        { """{"containers": [{"name": "a", "image": "i", "livenessProbe": {"exec": {}, "tcpSocket": {"port": 80}}}]}""", "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type" },
        { """{"containers": [{"name": "a", "image": "i", "livenessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2}}]}""", "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1" },
        { """{"containers": [{"name": "a", "image": "i", "readinessProbe": {"tcpSocket": {"port": 80}, "terminationGracePeriodSeconds": 5}}]}""", "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes" },
        { """{"containers": [{"name": "a", "image": "i", "lifecycle": {"preStop": {"sleep": {"seconds": 31}}}}]}""", "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)" },
        { """{"initContainers": [{"name": "a", "image": "i", "livenessProbe": {"tcpSocket": {"port": 80}}}], "containers": [{"name": "b", "image": "i"}]}""", "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always" },
        { """{"initContainers": [{"name": "b", "image": "i"}], "containers": [{"name": "b", "image": "i"}]}""", "spec.initContainers[0].name: Duplicate value: \"b\"" },
        { """{"restartPolicy": "Maybe", "containers": [{"name": "a", "image": "i"}]}""", "spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", \"OnFailure\", \"Never\"" },
        { """{"dnsPolicy": "None", "containers": [{"name": "a", "image": "i"}]}""", "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None" },
        { """{"activeDeadlineSeconds": 0, "containers": [{"name": "a", "image": "i"}]}""", "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive" },
        { """{"tolerations": [{"operator": "Equal"}], "containers": [{"name": "a", "image": "i"}]}""", "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"" },
        { """{"tolerations": [{"key": "k", "tolerationSeconds": 1}], "containers": [{"name": "a", "image": "i"}]}""", "spec.tolerations[0].effect: Invalid value: \"\": effect must be 'NoExecute' when `tolerationSeconds` is set" },
        { """{"tolerations": [{"key": "k", "effect": "Never", "operator": "Exists"}], "containers": [{"name": "a", "image": "i"}]}""", "spec.tolerations[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"" },
        { """{"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": []}}}, "containers": [{"name": "a", "image": "i"}]}""", "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term" },
        { """{"affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 101, "podAffinityTerm": {"topologyKey": "k"}}]}}, "containers": [{"name": "a", "image": "i"}]}""", "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100" },
        { """{"affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{}]}}, "containers": [{"name": "a", "image": "i"}]}""", "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty" },
        { """{"topologySpreadConstraints": [{"maxSkew": 0, "topologyKey": "k", "whenUnsatisfiable": "DoNotSchedule"}], "containers": [{"name": "a", "image": "i"}]}""", "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than 0" },
        { """{"securityContext": {"sysctls": [{"name": "A"}]}, "containers": [{"name": "a", "image": "i"}]}""", "spec.securityContext.sysctls[0].name: Invalid value: \"A\": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$" },
        { """{"securityContext": {"runAsUser": -1}, "containers": [{"name": "a", "image": "i"}]}""", "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 4294967295, inclusive" },
        { """{"securityContext": {"seccompProfile": {"type": "Localhost"}}, "containers": [{"name": "a", "image": "i"}]}""", "spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost" },
        { """{"hostAliases": [{"ip": "x"}], "containers": [{"name": "a", "image": "i"}]}""", "spec.hostAliases[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)" },
        { """{"nodeName": "n", "schedulingGates": [{"name": "g"}], "containers": [{"name": "a", "image": "i"}]}""", "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared" },
        { """{"ephemeralContainers": [{"name": "e", "image": "i"}], "containers": [{"name": "a", "image": "i"}]}""", "spec.ephemeralContainers: Forbidden: cannot be set on create" },
        { """{"volumes": [{"name": "v", "emptyDir": {}, "hostPath": {"path": "/"}}], "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type" },
        { """{"volumes": [{"name": "v", "configMap": {}}], "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[0].configMap.name: Required value" },
        { """{"volumes": [{"name": "v", "secret": {"secretName": "s", "defaultMode": 512}}], "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive" },
        { """{"volumes": [{"name": "v", "hostPath": {"path": "/a/../b"}}], "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'" },
        { """{"volumes": [{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 10}}]}}], "serviceAccountName": "s", "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes" },
        { """{"volumes": [{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}}], "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set" },
        { """{"volumes": [{"name": "v", "emptyDir": {}}, {"name": "v", "emptyDir": {}}], "containers": [{"name": "a", "image": "i"}]}""", "spec.volumes[1].name: Duplicate value: \"v\"" },
        { """{"nodeSelector": {"a b": "x"}, "containers": [{"name": "a", "image": "i"}]}""", "spec.nodeSelector: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')" },
    };

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public void ValidateCreate_BadSpec_SaysWhatUpstreamSays(string spec, string expected)
    {
        var pod = PodDefaults.Apply(Sample.Read<Pod>($$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"}, "spec": {{spec}}}"""));
        Assert.Contains(expected, Sample.Errors(errors => PodValidator.ValidateCreate(pod, errors)));
    }

    [Fact]
    public void ValidateUpdate_Image_IsAllowed()
    {
        var updated = Sample.Pod.WithContainer(container => container with { Image = "nginx:1.28" });
        Assert.Empty(Sample.Errors(errors => PodValidator.ValidateUpdate(updated, Sample.Pod, errors)));
    }

    [Fact]
    public void ValidateUpdate_AddedToleration_IsAllowed()
    {
        var updated = Sample.Pod.WithSpec(spec => spec with { Tolerations = [new Toleration { Key = "k", Operator = "Exists" }] });
        Assert.Empty(Sample.Errors(errors => PodValidator.ValidateUpdate(updated, Sample.Pod, errors)));
    }

    [Fact]
    public void ValidateUpdate_RemovedToleration_IsForbidden()
    {
        var old = Sample.Pod.WithSpec(spec => spec with { Tolerations = [new Toleration { Key = "k", Operator = "Exists" }] });
        Assert.Contains("spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds", Sample.Errors(errors => PodValidator.ValidateUpdate(Sample.Pod, old, errors)));
    }

    [Fact]
    public void ValidateUpdate_OtherField_IsForbiddenWithTheDifference()
    {
        var updated = Sample.Pod.WithSpec(spec => spec with { Hostname = "x" });
        var error = Assert.Single(Sample.Errors(errors => PodValidator.ValidateUpdate(updated, Sample.Pod, errors)));
        Assert.Equal(
            "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n+ \thostname: \"x\"\n",
            error);
    }

    [Fact]
    public void ValidateUpdate_AddedContainer_IsForbidden()
    {
        var updated = Sample.Pod.WithSpec(spec => spec with { Containers = spec.Containers.Add(spec.Containers[0] with { Name = "other", Ports = default }) });
        Assert.Equal(["spec.containers: Forbidden: pod updates may not add or remove containers"], Sample.Errors(errors => PodValidator.ValidateUpdate(updated, Sample.Pod, errors)));
    }

    [Fact]
    public void ValidateUpdate_Gates_MayOnlyBeRemoved()
    {
        var gated = Sample.Pod.WithSpec(spec => spec with { SchedulingGates = [new PodSchedulingGate { Name = "a" }] });
        Assert.Empty(Sample.Errors(errors => PodValidator.ValidateUpdate(Sample.Pod, gated, errors)));
        Assert.Equal(
            ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a'"],
            Sample.Errors(errors => PodValidator.ValidateUpdate(gated, Sample.Pod, errors)));
    }

    [Fact]
    public void ValidateUpdate_LongerDeadline_IsInvalid()
    {
        var old = Sample.Pod.WithSpec(spec => spec with { ActiveDeadlineSeconds = 5 });
        var updated = Sample.Pod.WithSpec(spec => spec with { ActiveDeadlineSeconds = 6 });
        Assert.Equal(["spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value"], Sample.Errors(errors => PodValidator.ValidateUpdate(updated, old, errors)));
    }

    [Fact]
    public void ValidateStatusUpdate_TerminatedContainerStartedAgain_IsForbiddenWhenPodNeverRestarts()
    {
        var old = Sample.Pod.WithSpec(spec => spec with { RestartPolicy = "Never" }) with
        {
            Status = new PodStatus { QosClass = "BestEffort", ContainerStatuses = [new ContainerStatus { Name = "web", State = new() { Terminated = new() { ExitCode = 1 } } }] },
        };
        var updated = old with { Status = old.Status with { ContainerStatuses = [new ContainerStatus { Name = "web", State = new() { Running = new() } }] } };
        Assert.Equal(
            ["status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"],
            Sample.Errors(errors => PodValidator.ValidateStatusUpdate(updated, old, errors)));
        var restarting = old.WithSpec(spec => spec with { RestartPolicy = "OnFailure" });
        Assert.Empty(Sample.Errors(errors => PodValidator.ValidateStatusUpdate(updated, restarting, errors)));
    }

    [Fact]
    public void ValidateStatusUpdate_AllContainersMayRestart_TerminatedOnesStartAgain()
    {
        var rule = new ContainerRestartRule { Action = "RestartAllContainers", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } };
        var old = Sample.Pod.WithSpec(spec => spec with
        {
            RestartPolicy = "Never",
            Containers = [spec.Containers[0], spec.Containers[0] with { Name = "trigger", RestartPolicy = "Never", RestartPolicyRules = [rule] }],
        }) with
        {
            Status = new PodStatus { QosClass = "BestEffort", ContainerStatuses = [new ContainerStatus { Name = "web", State = new() { Terminated = new() } }] },
        };
        var updated = old with { Status = old.Status with { ContainerStatuses = [new ContainerStatus { Name = "web", State = new() { Waiting = new() } }] } };

        Assert.Empty(Sample.Errors(errors => PodValidator.ValidateStatusUpdate(updated, old, errors)));
    }

    [Fact]
    public void ValidateStatusUpdate_OtherQosClass_IsInvalid()
    {
        var old = Sample.Pod with { Status = new PodStatus { QosClass = "BestEffort" } };
        var updated = Sample.Pod with { Status = new PodStatus { QosClass = "Burstable" } };
        Assert.Equal(["status.qosClass: Invalid value: \"Burstable\": field is immutable"], Sample.Errors(errors => PodValidator.ValidateStatusUpdate(updated, old, errors)));
    }

    [Fact]
    public void DecideDeletion_DependsOnNodeAndPhase()
    {
        var strategy = new PodStrategy();
        var context = Sample.Context();
        Assert.Equal(0, strategy.DecideDeletion(Sample.Pod, new DeleteOptions(), context).GracePeriodSeconds);
        var bound = Sample.Pod.WithSpec(spec => spec with { NodeName = "n" });
        Assert.Equal(30, strategy.DecideDeletion(bound, new DeleteOptions(), context).GracePeriodSeconds);
        Assert.Equal(5, strategy.DecideDeletion(bound, new DeleteOptions { GracePeriodSeconds = 5 }, context).GracePeriodSeconds);
        Assert.Equal(1, strategy.DecideDeletion(bound, new DeleteOptions { GracePeriodSeconds = -1 }, context).GracePeriodSeconds);
        Assert.False(strategy.DecideDeletion(bound with { Status = new PodStatus { Phase = "Failed" } }, new DeleteOptions(), context).Graceful);
    }

    [Fact]
    public void PrepareForCreate_SetsPhaseQosAndGateCondition()
    {
        var gated = Sample.Pod.WithSpec(spec => spec with { SchedulingGates = [new PodSchedulingGate { Name = "a" }] });
        var prepared = new PodStrategy().PrepareForCreate(gated with { Status = new PodStatus { Phase = "Running" } }, Sample.Context());
        Assert.Equal(("Pending", "BestEffort"), (prepared.Status.Phase, prepared.Status.QosClass));
        Assert.Equal(("PodScheduled", "False", "SchedulingGated"), (prepared.Status.Conditions[0].Type, prepared.Status.Conditions[0].Status, prepared.Status.Conditions[0].Reason));
    }

    [Fact]
    public void PrepareForCreate_MatchLabelKeys_BecomeRequirements()
    {
        var pod = Sample.Pod.WithSpec(spec => spec with
        {
            TopologySpreadConstraints = [new TopologySpreadConstraint { MaxSkew = 1, TopologyKey = "zone", WhenUnsatisfiable = "DoNotSchedule", LabelSelector = new LabelSelector(), MatchLabelKeys = ["app", "absent"] }],
        });
        var selector = new PodStrategy().PrepareForCreate(pod, Sample.Context()).Spec.TopologySpreadConstraints[0].LabelSelector!;
        var requirement = Assert.Single((IEnumerable<LabelSelectorRequirement>)selector.MatchExpressions);
        Assert.Equal(("app", "In", "web"), (requirement.Key, requirement.Operator, requirement.Values[0]));
    }
}
