using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Namespaces;

namespace Kubesharp.Controllers.ServiceAccounts;

/// <summary>Gives every namespace the ServiceAccount <c>default</c>.</summary>
public sealed class ServiceAccountController(ControllerContext context) : PerNamespaceController<ServiceAccount>(context, "serviceaccount-controller", "default")
{
    protected override ServiceAccount Wanted(string ns) => new() { Metadata = new ObjectMeta { Name = "default", Namespace = ns } };

    protected override bool IsRight(ServiceAccount present) => true;
}
