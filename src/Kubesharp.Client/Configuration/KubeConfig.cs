namespace Kubesharp.Client;

/// <summary>Clusters, users and the contexts that pair them, from one or several kubeconfig files.</summary>
public sealed record KubeConfig
{
    public string CurrentContext { get; init; } = "";

    public IReadOnlyDictionary<string, KubeCluster> Clusters { get; init; } = new Dictionary<string, KubeCluster>();

    public IReadOnlyDictionary<string, KubeUser> Users { get; init; } = new Dictionary<string, KubeUser>();

    public IReadOnlyDictionary<string, KubeContext> Contexts { get; init; } = new Dictionary<string, KubeContext>();

    /// <summary>Reads one file.</summary>
    /// <exception cref="KubeConfigException">The file is missing or not a kubeconfig.</exception>
    public static KubeConfig Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"cannot read kubeconfig {path}: {e.Message}", e);
        }

        return KubeConfigParser.Parse(text, path);
    }

    /// <summary>
    /// Reads what kubectl would read: the files that KUBECONFIG lists, or ~/.kube/config. Missing files of a list are passed over; of what several
    /// files say, the first counts.
    /// </summary>
    /// <param name="environment">Looks up environment variables; the process's own when null.</param>
    /// <exception cref="KubeConfigException">There is no file, or one is not a kubeconfig.</exception>
    public static KubeConfig LoadDefault(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var listed = environment("KUBECONFIG");
        var paths = string.IsNullOrEmpty(listed)
            ? [Path.Combine(environment("HOME") ?? "/root", ".kube", "config")]
            : listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        var found = paths.Where(File.Exists).Select(Load).ToArray();
        if (found.Length == 0) throw new KubeConfigException($"no kubeconfig found at {string.Join(", ", paths)}: name one with --kubeconfig or KUBECONFIG");
        return found.Aggregate(Merge);
    }

    /// <summary>Both together; where they differ the first counts.</summary>
    public static KubeConfig Merge(KubeConfig first, KubeConfig second) => new()
    {
        CurrentContext = first.CurrentContext.Length > 0 ? first.CurrentContext : second.CurrentContext,
        Clusters = Merge(first.Clusters, second.Clusters),
        Users = Merge(first.Users, second.Users),
        Contexts = Merge(first.Contexts, second.Contexts),
    };

    /// <summary>What a client needs to act in a context.</summary>
    /// <param name="context">Name of the context; the current one when null.</param>
    /// <exception cref="KubeConfigException">A part is missing, or asks for what is not supported.</exception>
    public ClientConfig Resolve(string? context = null)
    {
        var name = context ?? CurrentContext;
        if (name.Length == 0) throw new KubeConfigException("kubeconfig has no current-context: set it with kubectl config use-context NAME");
        if (!Contexts.TryGetValue(name, out var chosen)) throw new KubeConfigException($"context \"{name}\" does not exist in kubeconfig: choose one of {Names(Contexts.Keys)}");
        if (!Clusters.TryGetValue(chosen.Cluster, out var cluster)) throw new KubeConfigException($"cluster \"{chosen.Cluster}\" of context \"{name}\" does not exist in kubeconfig: choose one of {Names(Clusters.Keys)}");
        var user = new KubeUser();
        if (chosen.User.Length > 0 && !Users.TryGetValue(chosen.User, out user)) throw new KubeConfigException($"user \"{chosen.User}\" of context \"{name}\" does not exist in kubeconfig: choose one of {Names(Users.Keys)}");
        return ClientConfig.From(cluster, chosen.Cluster, user, chosen.User, chosen.Namespace);
    }

    private static string Names(IEnumerable<string> names)
    {
        var text = string.Join(", ", names.Order(StringComparer.Ordinal));
        return text.Length == 0 ? "(none)" : text;
    }

    private static Dictionary<string, TValue> Merge<TValue>(IReadOnlyDictionary<string, TValue> first, IReadOnlyDictionary<string, TValue> second)
    {
        var merged = new Dictionary<string, TValue>(first, StringComparer.Ordinal);
        foreach (var (name, value) in second) merged.TryAdd(name, value);
        return merged;
    }
}
