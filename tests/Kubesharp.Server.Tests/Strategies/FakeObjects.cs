using Kubesharp.Api;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Tests.Strategies;

/// <summary>A handful of objects in memory.</summary>
internal sealed class FakeObjects(params IKubernetesObject[] objects) : IObjectReader
{
    private readonly List<IKubernetesObject> _objects = [.. objects];

    public FakeObjects Add(IKubernetesObject value)
    {
        _objects.Add(value);
        return this;
    }

    public T? Get<T>(string ns, string name)
        where T : class, IResource<T> => _objects.OfType<T>().FirstOrDefault(one => one.Metadata.Namespace == ns && one.Metadata.Name == name);

    public IEnumerable<IKubernetesObject> List(GroupVersionKind kind, string ns) =>
        _objects.Where(one => one.GroupVersionKind == kind && (ns.Length == 0 || one.Metadata.Namespace == ns));

    public IEnumerable<T> List<T>(string ns)
        where T : class, IResource<T> => _objects.OfType<T>().Where(one => ns.Length == 0 || one.Metadata.Namespace == ns).OrderBy(one => one.Metadata.Name, StringComparer.Ordinal);
}
