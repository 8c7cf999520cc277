using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.Ingress")]
[Kind("networking.k8s.io", "v1", "Ingress")]
[Resource("ingresses", "ingress", Namespaced = true, ShortNames = "ing")]
public sealed partial record Ingress
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public IngressSpec Spec { get; init; } = IngressSpec.Empty;

    [Field(3)]
    public IngressStatus Status { get; init; } = IngressStatus.Empty;
}

[ApiType("io.k8s.api.networking.v1.HTTPIngressPath")]
public sealed partial record HTTPIngressPath
{
    [Field(1)]
    public string Path { get; init; } = "";

    [Field(3, Always = true, Required = true, Enum = typeof(PathType))]
    public string? PathType { get; init; }

    [Field(2, Required = true)]
    public IngressBackend Backend { get; init; } = IngressBackend.Empty;
}

[ApiType("io.k8s.api.networking.v1.HTTPIngressRuleValue")]
public sealed partial record HTTPIngressRuleValue
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<HTTPIngressPath> Paths { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressList")]
[Kind("networking.k8s.io", "v1", "IngressList")]
public sealed partial record IngressList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Ingress> Items { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressLoadBalancerIngress")]
public sealed partial record IngressLoadBalancerIngress
{
    [Field(1)]
    public string Ip { get; init; } = "";

    [Field(2)]
    public string Hostname { get; init; } = "";

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<IngressPortStatus> Ports { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressLoadBalancerStatus")]
public sealed partial record IngressLoadBalancerStatus
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<IngressLoadBalancerIngress> Ingress { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressPortStatus")]
public sealed partial record IngressPortStatus
{
    [Field(1, Always = true, Required = true)]
    public int Port { get; init; }

    [Field(2, Always = true, Required = true, Enum = typeof(global::Kubesharp.Api.Core.V1.Protocol))]
    public string Protocol { get; init; } = "";

    [Field(3)]
    public string? Error { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressRule")]
public sealed partial record IngressRule
{
    [Field(1)]
    public string Host { get; init; } = "";

    [Inline(2)]
    public IngressRuleValue IngressRuleValue { get; init; } = IngressRuleValue.Empty;
}

[ApiType("io.k8s.api.networking.v1.IngressRuleValue")]
public sealed partial record IngressRuleValue
{
    [Field(1)]
    public HTTPIngressRuleValue? Http { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressSpec")]
public sealed partial record IngressSpec
{
    [Field(4)]
    public string? IngressClassName { get; init; }

    [Field(1)]
    public IngressBackend? DefaultBackend { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<IngressTLS> Tls { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<IngressRule> Rules { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressStatus")]
public sealed partial record IngressStatus
{
    [Field(1)]
    public IngressLoadBalancerStatus LoadBalancer { get; init; } = IngressLoadBalancerStatus.Empty;
}

[ApiType("io.k8s.api.networking.v1.IngressTLS")]
public sealed partial record IngressTLS
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Hosts { get; init; }

    [Field(2)]
    public string SecretName { get; init; } = "";
}
