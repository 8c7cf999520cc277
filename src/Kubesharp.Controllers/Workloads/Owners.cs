using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Owner references.</summary>
public static class Owners
{
    /// <summary>Whether the reference names an object of this kind, whatever the version.</summary>
    public static bool IsKind(OwnerReference reference, GroupVersionKind kind)
    {
        if (reference.Kind != kind.Kind) return false;
        var slash = reference.ApiVersion.IndexOf('/');
        return (slash < 0 ? "" : reference.ApiVersion[..slash]) == kind.Group;
    }
}
