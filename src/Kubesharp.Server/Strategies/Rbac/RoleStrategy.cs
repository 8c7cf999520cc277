using Kubesharp.Api.Rbac.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Rbac;

internal sealed class RoleStrategy : ResourceStrategy<Role>
{
    public override bool AllowCreateOnUpdate => true;

    protected internal override void Validate(Role value, ErrorList errors, RequestContext context) => RbacValidator.Rules(value.Rules, namespaced: true, errors);

    protected internal override string[] ValidateName(string name, bool prefix) => Names.PathSegment(name);
}
