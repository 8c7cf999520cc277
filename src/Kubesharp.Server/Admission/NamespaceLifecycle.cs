using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Keeps objects out of namespaces that do not exist or are going, and keeps the namespaces nobody can do without.</summary>
internal sealed class NamespaceLifecycle(IObjectReader objects) : IMutatingAdmissionPlugin
{
    private const string NamespaceTerminatingCause = "NamespaceTerminating";
    private static readonly GroupVersionResource Namespaces = Api.Core.V1.Namespace.Resource.Gvr;

    public string Name => "NamespaceLifecycle";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation is AdmissionOperation.Create or AdmissionOperation.Update or AdmissionOperation.Delete
        && (resource is { Group: "", Resource: "namespaces" } ? operation == AdmissionOperation.Delete : operation != AdmissionOperation.Delete)
        && resource is not { Group: "authorization.k8s.io", Resource: "localsubjectaccessreviews" };

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Operation == AdmissionOperation.Delete)
        {
            if (attributes is { Subresource: "", Name: "default" or "kube-system" or "kube-public" }) throw AdmissionRefusal.Of(attributes, "this namespace may not be deleted");
        }
        else if (attributes.Namespace.Length > 0)
        {
            CheckNamespace(attributes);
        }

        return ValueTask.FromResult(attributes.Object);
    }

    private void CheckNamespace(AdmissionAttributes attributes)
    {
        var name = attributes.Namespace;
        var found = objects.Get<Namespace>("", name) ?? throw StatusErrors.NotFound(Namespaces, name);
        if (attributes.Operation != AdmissionOperation.Create || found.Status.Phase != NamespacePhase.Terminating) return;
        var refusal = AdmissionRefusal.Of(attributes, $"unable to create new content in namespace {name} because it is being terminated").Status;
        var cause = new StatusCause { Reason = NamespaceTerminatingCause, Message = $"namespace {name} is being terminated", Field = "metadata.namespace" };
        var details = refusal.Details ?? StatusDetails.Empty;
        throw new StatusException(refusal with { Details = details with { Causes = details.Causes.Add(cause) } });
    }
}
