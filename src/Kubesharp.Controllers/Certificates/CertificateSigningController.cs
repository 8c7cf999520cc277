using Kubesharp.Api;
using Kubesharp.Api.Certificates.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Certificates;

/// <summary>Signs approved certificate requests that name one of Kubernetes' own signers.</summary>
public sealed class CertificateSigningController : IController
{
    private const int Workers = 1;
    private readonly CertificateSigner _sign;
    private readonly TimeProvider _time;
    private readonly ResourceClient<CertificateSigningRequest> _client;
    private readonly IInformer<CertificateSigningRequest> _requests;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public CertificateSigningController(ControllerContext context, CertificateSigner sign)
    {
        _sign = sign;
        _time = context.Time;
        _client = context.Client.For<CertificateSigningRequest>();
        _requests = context.Informers.For<CertificateSigningRequest>();
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<CertificateSigningController>());
    }

    public string Name => "certificatesigningrequest-signing-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _requests.WaitForSyncAsync(cancellationToken);
        using var requests = _requests.AddHandler(new InformerHandler<CertificateSigningRequest>
        {
            Added = (value, _) => _queue.Add(value.Metadata.Name),
            Updated = (_, value) => _queue.Add(value.Metadata.Name),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private static bool Has(CertificateSigningRequest request, string condition) => request.Status.Conditions.Any(one => one.Type == condition);

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_requests.Get("", name) is not { } request || request.Metadata.IsBeingDeleted() || !SignerRules.IsKnown(request.Spec.SignerName)) return ReconcileResult.Done;
        if (!Has(request, RequestConditionType.Approved) || Has(request, RequestConditionType.Denied) || Has(request, RequestConditionType.Failed) || request.Status.Certificate.Length > 0)
            return ReconcileResult.Done;
        var status = SignerRules.Problem(request.Spec) is { } problem ? Failed(request.Status, problem) : request.Status with { Certificate = Sign(request.Spec) };
        await _client.UpdateStatusAsync(request with { Status = status }, cancellationToken);
        return ReconcileResult.Done;
    }

    private ByteString Sign(CertificateSigningRequestSpec spec)
    {
        TimeSpan? validity = spec.ExpirationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return ByteString.FromText(_sign(System.Text.Encoding.UTF8.GetString(spec.Request.Span), spec.Usages, validity));
    }

    private CertificateSigningRequestStatus Failed(CertificateSigningRequestStatus status, string problem)
    {
        var now = _time.GetUtcNow();
        var condition = new CertificateSigningRequestCondition
        {
            Type = RequestConditionType.Failed,
            Status = ConditionStatus.True,
            Reason = "SignerValidationFailure",
            Message = problem,
            LastUpdateTime = now,
            LastTransitionTime = now,
        };
        return status with { Conditions = status.Conditions.Append(condition).ToValueList() };
    }
}
