using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Lets a node's agent change only its own node and the pods bound to it.</summary>
internal sealed class NodeRestriction(IObjectReader objects) : IMutatingAdmissionPlugin
{
    private const string NodeLeases = "kube-node-lease";
    private const string RestrictedPrefix = "node-restriction.kubernetes.io/";

    public string Name => "NodeRestriction";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) => resource is
    { Group: "", Resource: "pods" or "nodes" or "serviceaccounts" } or { Group: "coordination.k8s.io", Resource: "leases" } or { Group: "storage.k8s.io", Resource: "csinodes" };

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.User.NodeName is { } node)
        {
            if (node.Length == 0) throw AdmissionRefusal.Of(attributes, $"could not determine node from user \"{attributes.User.Name}\"");
            Check(attributes, node);
        }

        return ValueTask.FromResult(attributes.Object);
    }

    private void Check(AdmissionAttributes attributes, string node)
    {
        switch (attributes.Resource.Gvr.Resource)
        {
            case "pods":
                CheckPod(attributes, node);
                break;
            case "nodes":
                CheckNode(attributes, node);
                break;
            case "leases":
                if (attributes.Namespace != NodeLeases) throw AdmissionRefusal.Of(attributes, $"can only access leases in the \"{NodeLeases}\" system namespace");
                if (NameOf(attributes) != node) throw AdmissionRefusal.Of(attributes, "can only access node lease with the same name as the requesting node");
                break;
            case "csinodes":
                if (NameOf(attributes) != node) throw AdmissionRefusal.Of(attributes, "can only access CSINode with the same name as the requesting node");
                break;
            case "serviceaccounts" when attributes is { Subresource: "token", Object: Api.Authentication.V1.TokenRequest request }:
                CheckToken(attributes, request, node);
                break;
        }
    }

    private static string NameOf(AdmissionAttributes attributes) => attributes.Name.Length > 0 ? attributes.Name : (attributes.Object as IKubernetesObject)?.Metadata.Name ?? "";

    private void CheckPod(AdmissionAttributes attributes, string node)
    {
        switch (attributes)
        {
            case { Subresource: "", Operation: AdmissionOperation.Create, Object: Pod pod }:
                if (!pod.IsMirror()) throw AdmissionRefusal.Of(attributes, $"pod does not have \"{WellKnownAnnotations.ConfigMirror}\" annotation, node \"{node}\" can only create mirror pods");
                if (pod.Spec.NodeName != node) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can only create pods with spec.nodeName set to itself");
                CheckOwner(attributes, pod.Metadata.OwnerReferences, node);
                if (pod.Spec.ServiceAccountName.Length > 0) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can not create pods that reference a service account");
                break;
            case { Subresource: "", Operation: AdmissionOperation.Delete }:
                if (objects.Get<Pod>(attributes.Namespace, attributes.Name) is { } deleted && deleted.Spec.NodeName != node) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can only delete pods with spec.nodeName set to itself");
                break;
            case { Subresource: "", Operation: AdmissionOperation.Update }:
                throw AdmissionRefusal.Of(attributes, $"unexpected operation \"UPDATE\", node \"{node}\" can only create and delete mirror pods");
            case { Subresource: "status", Operation: AdmissionOperation.Update, Object: Pod pod, OldObject: Pod old }:
                if (old.Spec.NodeName != node) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can only update pod status for pods with spec.nodeName set to itself");
                if (pod.Metadata.Labels != old.Metadata.Labels) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" cannot update labels through pod status");
                break;
            case { Subresource: "eviction", Object: Eviction eviction }:
                var name = eviction.Metadata.Name.Length > 0 ? eviction.Metadata.Name : attributes.Name;
                if (objects.Get<Pod>(attributes.Namespace, name) is { } evicted && evicted.Spec.NodeName != node) throw AdmissionRefusal.Of(attributes, $"node {node} can only evict pods with spec.nodeName set to itself");
                break;
        }
    }

    /// <summary>A mirror pod belongs to the node that shows it, and to nobody else.</summary>
    private void CheckOwner(AdmissionAttributes attributes, ValueList<Api.Meta.V1.OwnerReference> owners, string node)
    {
        if (owners.Count > 1) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can only create pods with a single owner reference set to itself");
        if (owners is not [{ ApiVersion: "v1", Kind: "Node" } owner] || owner.Name != node)
            throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can only create pods with an owner reference set to itself");
        if (owner.Controller != true) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" can only create pods with a controller owner reference set to itself");
        if (owner.BlockOwnerDeletion == true) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" must not set blockOwnerDeletion on an owner reference");
        if (objects.Get<Node>("", node) is not { } known) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" not found");
        if (known.Metadata.Uid != owner.Uid) throw AdmissionRefusal.Of(attributes, $"node {node} UID mismatch: expected {owner.Uid} got {known.Metadata.Uid}");
    }

    private static void CheckNode(AdmissionAttributes attributes, string node)
    {
        var name = NameOf(attributes);
        if (attributes.Operation != AdmissionOperation.Connect && name != node) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" is not allowed to modify node \"{name}\"");
        if (attributes is { Operation: AdmissionOperation.Create, Object: Node created })
        {
            var forbidden = created.Metadata.Labels.Where(label => IsForbidden(label.Key)).Select(label => label.Key).ToList();
            if (forbidden.Count > 0) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" is not allowed to set the following labels: {string.Join(", ", forbidden)}");
        }

        if (attributes is not { Operation: AdmissionOperation.Update, Object: Node updated, OldObject: Node old }) return;
        if (updated.Spec.Taints != old.Spec.Taints) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" is not allowed to modify taints");
        if (updated.Metadata.OwnerReferences != old.Metadata.OwnerReferences) throw AdmissionRefusal.Of(attributes, $"node \"{node}\" is not allowed to modify metadata.ownerReferences");
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in updated.Metadata.Labels)
        {
            if (IsForbidden(key) && old.Metadata.Labels.Get(key) != value) changed.Add(key);
        }

        foreach (var (key, _) in old.Metadata.Labels)
        {
            if (IsForbidden(key) && !updated.Metadata.Labels.ContainsKey(key)) changed.Add(key);
        }

        if (changed.Count > 0) throw AdmissionRefusal.Of(attributes, $"is not allowed to modify labels: {string.Join(", ", changed)}");
    }

    /// <summary>Labels by which administrators keep nodes apart, and those of Kubernetes itself that no node needs to set.</summary>
    private static bool IsForbidden(string label)
    {
        var slash = label.IndexOf('/');
        if (slash < 0) return false;
        var domain = label[..slash];
        if (label.StartsWith(RestrictedPrefix, StringComparison.Ordinal) || domain.EndsWith("." + RestrictedPrefix[..^1], StringComparison.Ordinal)) return true;
        if (!IsOf(domain, "kubernetes.io") && !IsOf(domain, "k8s.io")) return false;
        if (IsOf(domain, "kubelet.kubernetes.io") || IsOf(domain, "node.kubernetes.io")) return false;
        return label is not (WellKnownLabels.Hostname or WellKnownLabels.Os or WellKnownLabels.Arch or WellKnownLabels.Zone or WellKnownLabels.Region
            or "failure-domain.beta.kubernetes.io/zone" or "failure-domain.beta.kubernetes.io/region" or "beta.kubernetes.io/instance-type" or "beta.kubernetes.io/os" or "beta.kubernetes.io/arch");
    }

    private static bool IsOf(string domain, string parent) => domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);

    private void CheckToken(AdmissionAttributes attributes, Api.Authentication.V1.TokenRequest request, string node)
    {
        if (request.Spec.BoundObjectRef is not { Kind: "Pod", Name: not "" } bound) throw AdmissionRefusal.Of(attributes, "node requested token not bound to a pod");
        if (bound.Uid.Length == 0) throw AdmissionRefusal.Of(attributes, "node requested token with a pod binding without a uid");
        var pod = objects.Get<Pod>(attributes.Namespace, bound.Name) ?? throw AdmissionRefusal.Of(attributes, $"pod \"{bound.Name}\" not found");
        if (pod.Metadata.Uid != bound.Uid) throw AdmissionRefusal.Of(attributes, "the UID in the bound object reference does not match the UID in record. The object might have been deleted and then recreated");
        if (pod.Spec.NodeName != node) throw AdmissionRefusal.Of(attributes, "node requested token bound to a pod scheduled on a different node");
        if (pod.Spec.ServiceAccountName != attributes.Name) throw AdmissionRefusal.Of(attributes, $"node requested token for a service account the pod does not use");
    }
}
