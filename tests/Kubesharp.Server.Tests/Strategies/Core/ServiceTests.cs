using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Tests.Strategies.Core;

public class ServiceTests
{
    private static readonly ServiceStrategy Strategy = new();

    private static Service Read(string spec) => Strategy.Default(Sample.Read<Service>($$"""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "default"}, "spec": {{spec}}}"""));

    [Fact]
    public void Default_Ports_GetProtocolAndTarget()
    {
        var service = Read("""{"ports": [{"port": 80}]}""");
        Assert.Equal(("ClusterIP", "None", "Cluster", ""), (service.Spec.Type, service.Spec.SessionAffinity, service.Spec.InternalTrafficPolicy, service.Spec.ExternalTrafficPolicy));
        Assert.Equal(("TCP", 80), (service.Spec.Ports[0].Protocol, service.Spec.Ports[0].TargetPort.Number));
        Assert.Same(service, Strategy.Default(service));
    }

    public static TheoryData<string, string> Bad() => new()
    {
        { "{}", "spec.ports: Required value" },
        { """{"ports": [{"port": 0}]}""", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive" },
        { """{"ports": [{"port": 80}, {"port": 81}]}""", "spec.ports[0].name: Required value" },
        { """{"ports": [{"port": 80, "name": "a"}, {"port": 80, "name": "b"}]}""", "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}" },
        { """{"type": "Odd", "ports": [{"port": 80}]}""", "spec.type: Unsupported value: \"Odd\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"" },
        { """{"ports": [{"port": 80, "nodePort": 30000}]}""", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'" },
        { """{"type": "ExternalName"}""", "spec.externalName: Required value" },
        { """{"type": "NodePort", "clusterIP": "None", "ports": [{"port": 80}]}""", "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services" },
        { """{"type": "LoadBalancer", "ports": [{"port": 10250}]}""", "spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet" },
        { """{"sessionAffinity": "Sticky", "ports": [{"port": 80}]}""", "spec.sessionAffinity: Unsupported value: \"Sticky\": supported values: \"ClientIP\", \"None\"" },
        { """{"externalIPs": ["127.0.0.1"], "ports": [{"port": 80}]}""", "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)" },
        { """{"externalTrafficPolicy": "Local", "ports": [{"port": 80}]}""", "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services" },
        { """{"clusterIP": "300.1.1.1", "ports": [{"port": 80}]}""", "spec.clusterIPs[0]: Invalid value: \"300.1.1.1\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)" },
        { """{"loadBalancerClass": "a/b", "ports": [{"port": 80}]}""", "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_BadSpec_SaysWhatUpstreamSays(string spec, string expected)
    {
        var prepared = Strategy.PrepareForCreate(Read(spec), Sample.Context());
        Assert.Contains(expected, Sample.Errors(errors => Strategy.Validate(prepared, errors, Sample.Context())));
    }

    [Fact]
    public void PrepareForUpdate_MissingAddressAndNodePort_AreKept()
    {
        var old = Read("""{"type": "NodePort", "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"], "ports": [{"port": 80, "nodePort": 30080}]}""");
        var updated = Strategy.PrepareForUpdate(old, Read("""{"type": "NodePort", "ports": [{"port": 80}]}"""), Sample.Context());
        Assert.Equal(("10.96.0.9", 30080), (updated.Spec.ClusterIP, updated.Spec.Ports[0].NodePort));
        Assert.Empty(Sample.Errors(errors => Strategy.ValidateUpdate(updated, old, errors, Sample.Context())));
    }

    [Fact]
    public void PrepareForUpdate_ToClusterIP_DropsNodePorts()
    {
        var old = Read("""{"type": "NodePort", "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"], "ports": [{"port": 80, "nodePort": 30080}]}""");
        var updated = Strategy.PrepareForUpdate(old, old with { Spec = old.Spec with { Type = "ClusterIP" } }, Sample.Context());
        Assert.Equal((0, ""), (updated.Spec.Ports[0].NodePort, updated.Spec.ExternalTrafficPolicy));
        Assert.Empty(Sample.Errors(errors => Strategy.ValidateUpdate(updated, old, errors, Sample.Context())));
    }

    [Fact]
    public void ValidateUpdate_OtherClusterIP_IsInvalid()
    {
        var old = Read("""{"clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"], "ports": [{"port": 80}]}""");
        var updated = Strategy.PrepareForUpdate(old, old with { Spec = old.Spec with { ClusterIP = "10.96.0.10" } }, Sample.Context());
        Assert.Equal(["spec.clusterIPs[0]: Invalid value: [\"10.96.0.10\"]: may not change once set"], Sample.Errors(errors => Strategy.ValidateUpdate(updated, old, errors, Sample.Context())));
    }
}
