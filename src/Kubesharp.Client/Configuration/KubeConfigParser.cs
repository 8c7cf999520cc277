using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kubesharp.Client;

/// <summary>Reads the YAML (or JSON) of kubeconfig files. Unknown members are passed over, as upstream does.</summary>
internal static class KubeConfigParser
{
    public static KubeConfig Parse(string text, string path)
    {
        var root = ReadRoot(text, path);
        if (root is null) return new KubeConfig();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        return new KubeConfig
        {
            CurrentContext = Text(root, "current-context"),
            Clusters = Named(root, "clusters", "cluster", node => ReadCluster(node, folder, path)),
            Users = Named(root, "users", "user", node => ReadUser(node, folder, path)),
            Contexts = Named(root, "contexts", "context", node => new KubeContext(Text(node, "cluster"), Text(node, "user"), Text(node, "namespace"))),
        };
    }

    private static YamlMappingNode? ReadRoot(string text, string path)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"{path} is not valid YAML (line {e.Start.Line}, column {e.Start.Column}): {e.Message.ReplaceLineEndings(" ")}", e);
        }

        if (stream.Documents.Count == 0) return null;
        if (stream.Documents[0].RootNode is not YamlMappingNode root) throw new KubeConfigException($"{path} is not a kubeconfig: its top level must be a mapping");
        var kind = Text(root, "kind");
        if (kind.Length > 0 && kind != "Config") throw new KubeConfigException($"{path} is not a kubeconfig: its kind is {kind}, not Config");
        return root;
    }

    private static KubeCluster ReadCluster(YamlMappingNode node, string folder, string path) => new()
    {
        Server = Text(node, "server"),
        TlsServerName = Text(node, "tls-server-name"),
        InsecureSkipTlsVerify = Text(node, "insecure-skip-tls-verify") == "true",
        CertificateAuthority = FilePath(node, "certificate-authority", folder),
        CertificateAuthorityData = Data(node, "certificate-authority-data", path),
        ProxyUrl = Text(node, "proxy-url"),
    };

    private static KubeUser ReadUser(YamlMappingNode node, string folder, string path) => new()
    {
        ClientCertificate = FilePath(node, "client-certificate", folder),
        ClientCertificateData = Data(node, "client-certificate-data", path),
        ClientKey = FilePath(node, "client-key", folder),
        ClientKeyData = Data(node, "client-key-data", path),
        Token = Text(node, "token"),
        TokenFile = FilePath(node, "tokenFile", folder),
        Username = Text(node, "username"),
        Password = Text(node, "password"),
        ImpersonateUser = Text(node, "as"),
        ImpersonateUid = Text(node, "as-uid"),
        ImpersonateGroups = Texts(node, "as-groups"),
        ImpersonateExtra = ReadExtra(node),
        Exec = Child(node, "exec") is YamlMappingNode exec ? ReadExec(exec, folder) : null,
        AuthProvider = Child(node, "auth-provider") is YamlMappingNode provider ? Text(provider, "name") : "",
    };

    private static ExecPlugin ReadExec(YamlMappingNode node, string folder)
    {
        var command = Text(node, "command");
        // A bare name is looked up in PATH; a relative path with a slash belongs to the file that names it.
        if (command.Contains('/', StringComparison.Ordinal)) command = Path.GetFullPath(command, folder);
        var environment = new List<KeyValuePair<string, string>>();
        if (Child(node, "env") is YamlSequenceNode pairs)
        {
            foreach (var pair in pairs.OfType<YamlMappingNode>()) environment.Add(new(Text(pair, "name"), Text(pair, "value")));
        }

        return new ExecPlugin
        {
            ApiVersion = Text(node, "apiVersion"),
            Command = command,
            Arguments = Texts(node, "args"),
            Environment = environment,
            InstallHint = Text(node, "installHint"),
            ProvideClusterInfo = Text(node, "provideClusterInfo") == "true",
            InteractiveMode = Text(node, "interactiveMode"),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadExtra(YamlMappingNode node)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (Child(node, "as-user-extra") is not YamlMappingNode pairs) return extra;
        foreach (var key in pairs.Children.Keys.OfType<YamlScalarNode>()) extra[key.Value ?? ""] = Texts(pairs, key.Value ?? "");
        return extra;
    }

    /// <summary>Reads a list of named entries; of several with one name the first counts.</summary>
    private static Dictionary<string, TValue> Named<TValue>(YamlMappingNode root, string list, string member, Func<YamlMappingNode, TValue> read)
    {
        var entries = new Dictionary<string, TValue>(StringComparer.Ordinal);
        if (Child(root, list) is not YamlSequenceNode items) return entries;
        foreach (var item in items.OfType<YamlMappingNode>())
        {
            entries.TryAdd(Text(item, "name"), read(Child(item, member) as YamlMappingNode ?? []));
        }

        return entries;
    }

    private static YamlNode? Child(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    private static string Text(YamlMappingNode node, string name) =>
        Child(node, name) is YamlScalarNode { Value: { } value } scalar && !(scalar.Style == ScalarStyle.Plain && value is "null" or "~") ? value : "";

    private static string[] Texts(YamlMappingNode node, string name) =>
        Child(node, name) is YamlSequenceNode items ? [.. items.OfType<YamlScalarNode>().Select(item => item.Value ?? "")] : [];

    private static string FilePath(YamlMappingNode node, string name, string folder)
    {
        var text = Text(node, name);
        return text.Length == 0 ? "" : Path.GetFullPath(text, folder);
    }

    private static byte[]? Data(YamlMappingNode node, string name, string path)
    {
        var text = Text(node, name);
        if (text.Length == 0) return null;
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new KubeConfigException($"{name} in {path} is not base64: encode the PEM file with base64 -w0", e);
        }
    }
}
