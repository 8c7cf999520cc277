using Kubesharp.Api;

namespace Kubesharp.Server.Requests;

/// <summary>Typed, read-only access to the server's own caches, for strategies, admission and authorization. Costs no request and never waits.</summary>
public interface IObjectReader
{
    /// <summary>One object; null when there is none. The namespace of cluster-scoped kinds is empty.</summary>
    T? Get<T>(string ns, string name)
        where T : class, IResource<T>;

    /// <summary>All objects of a namespace, in order of their names; of all namespaces when <paramref name="ns"/> is empty.</summary>
    IEnumerable<T> List<T>(string ns)
        where T : class, IResource<T>;

    /// <summary>The same of a kind that is not known beforehand, whose namespace is left out of account if it has none; null when it is not stored.</summary>
    IEnumerable<IKubernetesObject>? List(GroupVersionKind kind, string ns);
}
