using Kubesharp.Api.Storage.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>Which volumes are attached to nodes, whether or not a pod there still uses them.</summary>
public sealed class AttachmentTable
{
    private readonly Dictionary<string, VolumeAttachment> _attachments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, VolumeAttachment>> _byNode = new(StringComparer.Ordinal);

    public IReadOnlyCollection<VolumeAttachment> On(string node) => _byNode.TryGetValue(node, out var attachments) ? attachments.Values : [];

    public void Set(VolumeAttachment attachment)
    {
        var name = attachment.Metadata.Name;
        Remove(name);
        _attachments.Add(name, attachment);
        if (!_byNode.TryGetValue(attachment.Spec.NodeName, out var there)) _byNode.Add(attachment.Spec.NodeName, there = new(StringComparer.Ordinal));
        there.Add(name, attachment);
    }

    public void Remove(string name)
    {
        if (!_attachments.Remove(name, out var attachment)) return;
        var there = _byNode[attachment.Spec.NodeName];
        there.Remove(name);
        if (there.Count == 0) _byNode.Remove(attachment.Spec.NodeName);
    }
}
