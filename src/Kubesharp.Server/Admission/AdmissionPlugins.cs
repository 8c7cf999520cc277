using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>The admission plugins in the order they are asked.</summary>
public static class AdmissionPlugins
{
    /// <summary>Makes the plugins of a server.</summary>
    public static IReadOnlyList<IAdmissionPlugin> Create(IObjectReader objects, TimeProvider time) => [];
}
