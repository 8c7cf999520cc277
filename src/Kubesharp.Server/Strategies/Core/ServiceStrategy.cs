using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Addresses and node ports are allocated by the request pipeline, between preparation and validation.</summary>
internal sealed class ServiceStrategy : ResourceStrategy<Service>
{
    private static readonly string[] Fields = ["spec.clusterIP", "spec.type"];

    public override bool HasStatus => true;

    public override string StoragePrefix => "services/specs";

    public override IReadOnlyList<TableColumn> TableColumns => ServicePrinter.Columns;

    public override IReadOnlyList<string> FieldNames => Fields;

    protected internal override Service CopyStatus(Service to, Service from) => to with { Status = from.Status };

    protected internal override Service Default(Service value) => ServiceDefaults.Apply(value);

    protected internal override Service PrepareForCreate(Service value, RequestContext context) =>
        value with { Spec = ServiceChanges.WithClusterIPs(value.Spec), Status = ServiceStatus.Empty };

    protected internal override Service PrepareForUpdate(Service old, Service value, RequestContext context) =>
        value with { Spec = ServiceChanges.Carry(value.Spec, old.Spec), Status = old.Status };

    protected internal override void Validate(Service value, ErrorList errors, RequestContext context) => ServiceValidator.Validate(value, errors);

    protected internal override void ValidateUpdate(Service value, Service old, ErrorList errors, RequestContext context) => ServiceValidator.ValidateUpdate(value, old, errors);

    protected internal override void ValidateStatusUpdate(Service value, Service old, ErrorList errors, RequestContext context) => ServiceValidator.ValidateStatus(value, errors);

    protected internal override string[] ValidateName(string name, bool prefix) => Names.Dns1035Label(NamePrefix.Complete(name, prefix));

    protected internal override string Field(Service value, string name) => name switch
    {
        "spec.clusterIP" => value.Spec.ClusterIP,
        "spec.type" => value.Spec.Type,
        _ => "",
    };

    protected internal override void Warn(Service value, Service? old, RequestContext context)
    {
        const string OldHints = "service.kubernetes.io/topology-aware-hints";
        if (value.Metadata.Annotations.ContainsKey(OldHints)) context.Warn($"annotation {OldHints} is deprecated, please use service.kubernetes.io/topology-mode instead");
        if (value.Spec.ClusterIP != "None") return;
        if (value.Spec.LoadBalancerIP.Length > 0) context.Warn("spec.loadBalancerIP is ignored for headless services");
        if (value.Spec.ExternalIPs.Count > 0) context.Warn("spec.externalIPs is ignored for headless services");
        if (value.Spec.SessionAffinity != ServiceAffinity.None) context.Warn("spec.SessionAffinity is ignored for headless services");
    }

    protected internal override void WriteRow(Service value, TableRowBuilder row) => ServicePrinter.Write(value, row);
}
