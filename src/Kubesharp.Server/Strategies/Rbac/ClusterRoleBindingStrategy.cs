using Kubesharp.Api;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Rbac;

internal sealed class ClusterRoleBindingStrategy : ResourceStrategy<ClusterRoleBinding>
{
    public override bool AllowCreateOnUpdate => true;

    public override IReadOnlyList<TableColumn> TableColumns => RbacValidator.BindingColumns;

    protected internal override ClusterRoleBinding Default(ClusterRoleBinding value)
    {
        var role = RbacValidator.Default(value.RoleRef);
        var subjects = value.Subjects.Map(RbacValidator.Default);
        return ReferenceEquals(role, value.RoleRef) && subjects.IsSame(value.Subjects) ? value : value with { RoleRef = role, Subjects = subjects };
    }

    protected internal override void Validate(ClusterRoleBinding value, ErrorList errors, RequestContext context)
    {
        RbacValidator.Role(value.RoleRef, clusterOnly: true, errors);
        RbacValidator.Subjects(value.Subjects, namespaced: false, errors);
    }

    protected internal override void ValidateUpdate(ClusterRoleBinding value, ClusterRoleBinding old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.RoleRef != old.RoleRef) errors.Invalid(FieldPath.Of("roleRef"), Check.Show(value.RoleRef), "cannot change roleRef");
    }

    protected internal override string[] ValidateName(string name, bool prefix) => Names.PathSegment(name);

    protected internal override void WriteRow(ClusterRoleBinding value, TableRowBuilder row) =>
        RbacValidator.WriteBinding(value.Metadata.Name, value.Metadata.CreationTimestamp, value.RoleRef, value.Subjects, row);
}
