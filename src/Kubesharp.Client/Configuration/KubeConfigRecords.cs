namespace Kubesharp.Client;

/// <summary>How to reach a server and how to know it.</summary>
public sealed record KubeCluster
{
    public string Server { get; init; } = "";

    /// <summary>Name to expect in the server's certificate in place of the address's; empty for the address's.</summary>
    public string TlsServerName { get; init; } = "";

    public bool InsecureSkipTlsVerify { get; init; }

    public string CertificateAuthority { get; init; } = "";

    /// <summary>PEM text; goes before the file.</summary>
    public byte[]? CertificateAuthorityData { get; init; }

    public string ProxyUrl { get; init; } = "";
}

/// <summary>Who to be.</summary>
public sealed record KubeUser
{
    public string ClientCertificate { get; init; } = "";

    /// <summary>PEM text; goes before the file.</summary>
    public byte[]? ClientCertificateData { get; init; }

    public string ClientKey { get; init; } = "";

    /// <summary>PEM text; goes before the file.</summary>
    public byte[]? ClientKeyData { get; init; }

    public string Token { get; init; } = "";

    /// <summary>File the token is read from, again and again; goes before <see cref="Token"/>.</summary>
    public string TokenFile { get; init; } = "";

    public string Username { get; init; } = "";

    public string Password { get; init; } = "";

    public string ImpersonateUser { get; init; } = "";

    public string ImpersonateUid { get; init; } = "";

    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ImpersonateExtra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public ExecPlugin? Exec { get; init; }

    /// <summary>Name of a provider built into old clients; kept to refuse it with advice.</summary>
    public string AuthProvider { get; init; } = "";
}

/// <summary>A program that gives credentials.</summary>
public sealed record ExecPlugin
{
    public string ApiVersion { get; init; } = "";

    public string Command { get; init; } = "";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>How to get the program when it is missing.</summary>
    public string InstallHint { get; init; } = "";

    public bool ProvideClusterInfo { get; init; }

    /// <summary><c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    public string InteractiveMode { get; init; } = "";
}

/// <summary>A cluster, a user and a namespace under one name.</summary>
public sealed record KubeContext(string Cluster, string User, string Namespace);
