using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class NamespaceStrategy : ResourceStrategy<Namespace>
{
    private const string FinalizeSubresource = "finalize";
    private static readonly TableColumn[] Columns = [Cells.Name, new("Status", Description: "The status of the namespace."), Cells.Age];
    private static readonly string[] Fields = ["status.phase"];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    public override IReadOnlyList<string> FieldNames => Fields;

    protected internal override Namespace CopyStatus(Namespace to, Namespace from) => to with { Status = from.Status };

    protected internal override Namespace Default(Namespace value)
    {
        if (value.Status.Phase.Length == 0) value = value with { Status = value.Status with { Phase = NamespacePhase.Active } };
        if (value.Metadata.Name.Length == 0 || value.Metadata.Labels.Get(WellKnownLabels.NamespaceName) == value.Metadata.Name) return value;
        return value with { Metadata = value.Metadata with { Labels = value.Metadata.Labels.Set(WellKnownLabels.NamespaceName, value.Metadata.Name) } };
    }

    protected internal override Namespace PrepareForCreate(Namespace value, RequestContext context)
    {
        var finalizers = value.Spec.Finalizers.Contains(FinalizerName.Kubernetes) ? value.Spec.Finalizers : value.Spec.Finalizers.Add(FinalizerName.Kubernetes);

        // A generated name is known only now.
        return Default(value with { Spec = value.Spec with { Finalizers = finalizers }, Status = new NamespaceStatus { Phase = NamespacePhase.Active } });
    }

    protected internal override Namespace PrepareForUpdate(Namespace old, Namespace value, RequestContext context) =>
        context.Subresource == FinalizeSubresource
            ? value with { Status = old.Status }
            : value with { Spec = value.Spec with { Finalizers = old.Spec.Finalizers }, Status = old.Status };

    protected internal override void Validate(Namespace value, ErrorList errors, RequestContext context)
    {
        for (var i = 0; i < value.Spec.Finalizers.Count; i++) Finalizer(value.Spec.Finalizers[i], FieldPath.Of("spec", "finalizers"), errors);
    }

    protected internal override void ValidateUpdate(Namespace value, Namespace old, ErrorList errors, RequestContext context)
    {
        if (context.Subresource != FinalizeSubresource) return;
        for (var i = 0; i < value.Spec.Finalizers.Count; i++) Finalizer(value.Spec.Finalizers[i], FieldPath.Of("spec", "finalizers").Index(i), errors);
    }

    protected internal override void ValidateStatusUpdate(Namespace value, Namespace old, ErrorList errors, RequestContext context)
    {
        if (old.Metadata.DeletionTimestamp is null)
        {
            if (value.Status.Phase != NamespacePhase.Active) errors.Invalid(FieldPath.Of("status", "Phase"), value.Status.Phase, "may only be 'Active' if `deletionTimestamp` is empty");
        }
        else if (value.Status.Phase != NamespacePhase.Terminating)
        {
            errors.Invalid(FieldPath.Of("status", "Phase"), value.Status.Phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
        }
    }

    protected internal override string[] ValidateName(string name, bool prefix) => Names.Dns1123Label(NamePrefix.Complete(name, prefix));

    protected internal override string Field(Namespace value, string name) => name == "status.phase" ? value.Status.Phase : "";

    protected internal override void WriteRow(Namespace value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Status.Phase);
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Finalizer(string name, FieldPath path, ErrorList errors)
    {
        if (Names.QualifiedName(name) is { Length: > 0 } bad) errors.Invalid(path, name, bad);
        if (!name.Contains('/') && name is not (FinalizerName.Kubernetes or "orphan" or "foregroundDeletion")) errors.Invalid(path, name, "name is neither a standard finalizer name nor is it fully qualified");
    }
}
