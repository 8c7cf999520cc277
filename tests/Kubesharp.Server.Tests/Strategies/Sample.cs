using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Tests.Strategies;

/// <summary>Objects and helpers for tests of strategies.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static T Read<T>(string json)
        where T : class, IKind<T> => ApiJson.Decode<T>(Encoding.UTF8.GetBytes(json));

    public static string[] Errors(Action<ErrorList> validate)
    {
        var errors = new ErrorList();
        validate(errors);
        return [.. errors.Select(error => error.ToString())];
    }

    public static RequestContext Context(IObjectReader? objects = null, string ns = "default", string subresource = "", UserIdentity? user = null) => new()
    {
        User = user ?? new UserIdentity { Name = "alice", Groups = [UserIdentity.AuthenticatedGroup] },
        Time = new ManualTimeProvider(Now),
        Objects = objects ?? new FakeObjects(),
        Namespace = ns,
        Subresource = subresource,
    };

    /// <summary>A small pod with every default filled in.</summary>
    public static Pod Pod { get; } = Server.Strategies.Core.PodDefaults.Apply(Read<Pod>("""
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default", "labels": {"app": "web"}},
         "spec": {"containers": [{"name": "web", "image": "nginx:1.27", "ports": [{"containerPort": 80}]}]}}
        """));

    public static Pod WithContainer(this Pod pod, Func<Container, Container> change) => pod with { Spec = pod.Spec with { Containers = [change(pod.Spec.Containers[0])] } };

    public static Pod WithSpec(this Pod pod, Func<PodSpec, PodSpec> change) => pod with { Spec = change(pod.Spec) };
}
