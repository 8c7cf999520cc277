using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>Rules by which HTTP requests from outside reach Services.</summary>
[ApiType("io.k8s.api.networking.v1.Ingress")]
[Kind("networking.k8s.io", "v1", "Ingress")]
[Resource("ingresses", "ingress", Namespaced = true, ShortNames = "ing")]
public sealed partial record Ingress
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public IngressSpec Spec { get; init; } = IngressSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public IngressStatus Status { get; init; } = IngressStatus.Empty;
}

/// <summary>Where requests for a path go.</summary>
[ApiType("io.k8s.api.networking.v1.HTTPIngressPath")]
public sealed partial record HTTPIngressPath
{
    /// <summary>The path; it must begin with a slash.</summary>
    [Field(1)]
    public string Path { get; init; } = "";

    /// <summary>Exact, Prefix (whole parts between slashes) or ImplementationSpecific.</summary>
    [Field(3, Always = true, Required = true, Enum = typeof(PathType))]
    public string? PathType { get; init; }

    /// <summary>Where the requests go.</summary>
    [Field(2, Required = true)]
    public IngressBackend Backend { get; init; } = IngressBackend.Empty;
}

/// <summary>Rules by path.</summary>
[ApiType("io.k8s.api.networking.v1.HTTPIngressRuleValue")]
public sealed partial record HTTPIngressRuleValue
{
    /// <summary>The paths.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<HTTPIngressPath> Paths { get; init; }
}

/// <summary>A list of Ingress objects.</summary>
[ApiType("io.k8s.api.networking.v1.IngressList")]
[Kind("networking.k8s.io", "v1", "IngressList")]
public sealed partial record IngressList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Ingress> Items { get; init; }
}

/// <summary>An address of an Ingress.</summary>
[ApiType("io.k8s.api.networking.v1.IngressLoadBalancerIngress")]
public sealed partial record IngressLoadBalancerIngress
{
    /// <summary>IP address.</summary>
    [Field(1)]
    public string Ip { get; init; } = "";

    /// <summary>DNS name, where there is no address.</summary>
    [Field(2)]
    public string Hostname { get; init; } = "";

    /// <summary>State of its ports.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<IngressPortStatus> Ports { get; init; }
}

/// <summary>Addresses of an Ingress.</summary>
[ApiType("io.k8s.api.networking.v1.IngressLoadBalancerStatus")]
public sealed partial record IngressLoadBalancerStatus
{
    /// <summary>The addresses.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<IngressLoadBalancerIngress> Ingress { get; init; }
}

/// <summary>State of a port.</summary>
[ApiType("io.k8s.api.networking.v1.IngressPortStatus")]
public sealed partial record IngressPortStatus
{
    /// <summary>The port.</summary>
    [Field(1, Always = true, Required = true)]
    public int Port { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(global::Kubesharp.Api.Core.V1.Protocol))]
    public string Protocol { get; init; } = "";

    /// <summary>What is wrong with it.</summary>
    [Field(3)]
    public string? Error { get; init; }
}

/// <summary>Rules for one host.</summary>
[ApiType("io.k8s.api.networking.v1.IngressRule")]
public sealed partial record IngressRule
{
    /// <summary>Host name, perhaps with *. in front. Empty means every host.</summary>
    [Field(1)]
    public string Host { get; init; } = "";

    [Inline(2)]
    public IngressRuleValue IngressRuleValue { get; init; } = IngressRuleValue.Empty;
}

/// <summary>How a host's requests are handled.</summary>
[ApiType("io.k8s.api.networking.v1.IngressRuleValue")]
public sealed partial record IngressRuleValue
{
    /// <summary>Rules by path.</summary>
    [Field(1)]
    public HTTPIngressRuleValue? Http { get; init; }
}

/// <summary>The rules.</summary>
[ApiType("io.k8s.api.networking.v1.IngressSpec")]
public sealed partial record IngressSpec
{
    /// <summary>IngressClass, that is, which controller serves it.</summary>
    [Field(4)]
    public string? IngressClassName { get; init; }

    /// <summary>Where requests go that no rule matches.</summary>
    [Field(1)]
    public IngressBackend? DefaultBackend { get; init; }

    /// <summary>Certificates, by host.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<IngressTLS> Tls { get; init; }

    /// <summary>Rules, by host.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<IngressRule> Rules { get; init; }
}

/// <summary>What was last observed of an Ingress.</summary>
[ApiType("io.k8s.api.networking.v1.IngressStatus")]
public sealed partial record IngressStatus
{
    /// <summary>Addresses under which it is reached.</summary>
    [Field(1)]
    public IngressLoadBalancerStatus LoadBalancer { get; init; } = IngressLoadBalancerStatus.Empty;
}

/// <summary>A certificate and its hosts.</summary>
[ApiType("io.k8s.api.networking.v1.IngressTLS")]
public sealed partial record IngressTLS
{
    /// <summary>Hosts the certificate is for.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Hosts { get; init; }

    /// <summary>Secret of type kubernetes.io/tls.</summary>
    [Field(2)]
    public string SecretName { get; init; } = "";
}
