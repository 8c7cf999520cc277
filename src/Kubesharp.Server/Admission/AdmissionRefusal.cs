using Kubesharp.Api;

namespace Kubesharp.Server.Admission;

/// <summary>Makes the error of a request that admission refuses.</summary>
internal static class AdmissionRefusal
{
    public static StatusException Of(AdmissionAttributes attributes, string message) => StatusErrors.Forbidden(attributes.Resource.Gvr, NameOf(attributes), message);

    /// <summary>Several reasons in one: a single one as it is, more of them in brackets.</summary>
    public static StatusException Of(AdmissionAttributes attributes, IReadOnlyList<string> messages) =>
        Of(attributes, messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages)}]");

    private static string NameOf(AdmissionAttributes attributes)
    {
        if (attributes.Object is IKubernetesObject { Metadata: var metadata })
        {
            if (metadata.Name.Length > 0) return metadata.Name;
            if (metadata.GenerateName.Length > 0) return metadata.GenerateName;
        }

        return attributes.Name.Length > 0 ? attributes.Name : "Unknown";
    }
}
