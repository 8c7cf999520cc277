using Kubesharp.Api;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>A process outside that has a say in scheduling. Verbs are appended to the URL; a verb that is empty is never asked.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.Extender")]
public sealed partial record ExtenderConfiguration
{
    /// <summary>Beginning of its URLs.</summary>
    [Field(0)]
    public string UrlPrefix { get; init; } = "";

    /// <summary>Picks nodes that will do.</summary>
    [Field(0)]
    public string FilterVerb { get; init; } = "";

    /// <summary>Picks candidates for preemption.</summary>
    [Field(0)]
    public string PreemptVerb { get; init; } = "";

    /// <summary>Ranks nodes from 0 to 10.</summary>
    [Field(0)]
    public string PrioritizeVerb { get; init; } = "";

    /// <summary>What its ranks are multiplied with.</summary>
    [Field(0)]
    public long Weight { get; init; }

    /// <summary>Binds pods.</summary>
    [Field(0)]
    public string BindVerb { get; init; } = "";

    /// <summary>Whether its certificate need not be checked when no authority is given.</summary>
    [Field(0, Name = "enableHTTPS")]
    public bool EnableHttps { get; init; }

    /// <summary>How TLS is spoken.</summary>
    [Field(0)]
    public ExtenderTlsConfiguration? TlsConfig { get; init; }

    /// <summary>How long an answer may take; five seconds when empty.</summary>
    [Field(0)]
    public string? HttpTimeout { get; init; }

    /// <summary>Whether it knows nodes by name, so that they need not be sent.</summary>
    [Field(0)]
    public bool NodeCacheCapable { get; init; }

    /// <summary>Resources that make a pod its business; all pods are when there are none.</summary>
    [Field(0)]
    public ValueList<ExtenderManagedResource> ManagedResources { get; init; }

    /// <summary>Whether scheduling goes on without it when it fails.</summary>
    [Field(0)]
    public bool Ignorable { get; init; }
}

/// <summary>A resource that an extender looks after.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.ExtenderManagedResource")]
public sealed partial record ExtenderManagedResource
{
    /// <summary>Its name.</summary>
    [Field(0)]
    public string Name { get; init; } = "";

    /// <summary>Whether the scheduler itself does not count it.</summary>
    [Field(0)]
    public bool IgnoredByScheduler { get; init; }
}

/// <summary>How TLS is spoken with an extender.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.ExtenderTLSConfig")]
public sealed partial record ExtenderTlsConfiguration
{
    /// <summary>Whether its certificate is not checked.</summary>
    [Field(0)]
    public bool Insecure { get; init; }

    /// <summary>Name its certificate must have, when not that of the URL.</summary>
    [Field(0)]
    public string ServerName { get; init; } = "";

    /// <summary>File of the client certificate.</summary>
    [Field(0)]
    public string CertFile { get; init; } = "";

    /// <summary>File of its key.</summary>
    [Field(0)]
    public string KeyFile { get; init; } = "";

    /// <summary>File of the authorities that the server's certificate may be of.</summary>
    [Field(0)]
    public string CaFile { get; init; } = "";

    /// <summary>The client certificate itself, PEM.</summary>
    [Field(0)]
    public ByteString CertData { get; init; }

    /// <summary>Its key, PEM.</summary>
    [Field(0)]
    public ByteString KeyData { get; init; }

    /// <summary>The authorities, PEM.</summary>
    [Field(0)]
    public ByteString CaData { get; init; }
}
