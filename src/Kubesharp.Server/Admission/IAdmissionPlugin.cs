using Kubesharp.Api;

namespace Kubesharp.Server.Admission;

/// <summary>One step between decoding and storing. The steps and their order are listed in <see cref="AdmissionPlugins"/>.</summary>
public interface IAdmissionPlugin
{
    /// <summary>Upstream's name of the plugin.</summary>
    string Name { get; }

    /// <summary>Whether the plugin has to be asked at all. Called once per resource, subresource and operation; the answer is kept.</summary>
    bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource);
}

/// <summary>A step that may change the object before defaulting and validation.</summary>
public interface IMutatingAdmissionPlugin : IAdmissionPlugin
{
    /// <summary>The object to go on with: the given one, or a changed copy of it. Null for deletions.</summary>
    /// <remarks>Throws a StatusException: The request is refused.</remarks>
    ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken);
}

/// <summary>A step that may refuse the final object.</summary>
public interface IValidatingAdmissionPlugin : IAdmissionPlugin
{
    /// <remarks>Throws a StatusException: The request is refused.</remarks>
    ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken);
}
