using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Networking;

internal sealed class IngressClassStrategy : ResourceStrategy<IngressClass>
{
    private const int MaxControllerLength = 250;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly TableColumn[] Columns = [Cells.Name, new("Controller", Description: "Who serves Ingresses of the class."), new("Parameters", Description: "Object with settings."), Cells.Age];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override IngressClass Default(IngressClass value) => value.Spec.Parameters is { Scope: null } parameters
        ? value with { Spec = value.Spec with { Parameters = parameters with { Scope = "Cluster" } } }
        : value;

    protected internal override void Validate(IngressClass value, ErrorList errors, RequestContext context)
    {
        var controller = value.Spec.Controller;
        if (controller.Length > MaxControllerLength) errors.TooLong(Spec.Child("controller"), MaxControllerLength);
        var slash = controller.IndexOf('/');
        if (controller.Length == 0) errors.Required(Spec.Child("controller"));
        else if (slash <= 0 || slash == controller.Length - 1) errors.Invalid(Spec.Child("controller"), controller, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        else Check.Rule(errors, Spec, "controller", controller[..slash], Names.Dns1123Subdomain(controller[..slash]));
        if (value.Spec.Parameters is not { } parameters) return;
        var place = Spec.Child("parameters");
        Check.Required(errors, place, "kind", parameters.Kind);
        Check.Required(errors, place, "name", parameters.Name);
        Check.OptionalOneOf(errors, place, "scope", parameters.Scope, "Cluster", "Namespace");
        if (parameters.Scope == "Namespace" && string.IsNullOrEmpty(parameters.Namespace)) errors.Required(place.Child("namespace"), "`parameters.scope` is set to 'Namespace'");
        if (parameters.Scope == "Cluster" && parameters.Namespace is not null) errors.Forbidden(place.Child("namespace"), "`parameters.scope` is set to 'Cluster'");
    }

    protected internal override void ValidateUpdate(IngressClass value, IngressClass old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        Check.Unchangeable(errors, Spec, "controller", value.Spec.Controller, old.Spec.Controller);
    }

    protected internal override void WriteRow(IngressClass value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.Controller);
        row.Text(value.Spec.Parameters is { } parameters ? string.IsNullOrEmpty(parameters.ApiGroup) ? $"{parameters.Kind}/{parameters.Name}" : $"{parameters.Kind}.{parameters.ApiGroup}/{parameters.Name}" : Cells.None);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
