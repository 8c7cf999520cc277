using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Tests;

namespace Kubesharp.Client.Tests.LeaderElection;

public class LeaderElectorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly DeterministicLoop _loop = new();
    private readonly LeaseServer _server = new();

    [Fact]
    public void Run_NoLease_CreatesItAndLeads()
    {
        var a = Candidate("a");

        Assert.True(a.Leads);
        Assert.True(a.Elector!.IsLeader);
        var spec = _server.Stored!.Spec;
        Assert.Equal(("a", 15, 0), (spec.HolderIdentity, spec.LeaseDurationSeconds, spec.LeaseTransitions));
        Assert.Equal(_time.GetUtcNow(), spec.AcquireTime);
        Assert.Equal(_time.GetUtcNow(), spec.RenewTime);
        Assert.Equal(["a"], a.Leaders);
    }

    [Fact]
    public void Run_Leading_RenewsEveryTwoSecondsWithoutReading()
    {
        Candidate("a");
        _server.Methods.Clear();
        var acquired = _server.Stored!.Spec.AcquireTime;

        Advance(20);

        Assert.Equal(10, _server.Methods.Count);
        Assert.All(_server.Methods, method => Assert.Equal("PUT", method));
        Assert.Equal(acquired, _server.Stored.Spec.AcquireTime);
        Assert.Equal(_time.GetUtcNow(), _server.Stored.Spec.RenewTime);
        Assert.Equal(0, _server.Stored.Spec.LeaseTransitions);
    }

    [Fact]
    public void Run_AnotherLeads_Waits()
    {
        Candidate("a");
        var b = Candidate("b");

        Advance(120);

        Assert.False(b.Leads);
        Assert.Equal(["a"], b.Leaders);
    }

    [Fact]
    public void Run_LeaderSilent_IsReplacedAfterTheLeaseHasRunOutForTheObserver()
    {
        // The record's own times are an hour old: only what the candidate itself has seen counts.
        var old = _time.GetUtcNow().AddHours(-1);
        _server.Stored = Held("ghost", old, transitions: 4);
        var b = Candidate("b");

        Advance(14.5);
        Assert.False(b.Leads);
        Advance(6);

        Assert.True(b.Leads);
        Assert.Equal(5, _server.Stored.Spec.LeaseTransitions);
        Assert.Equal(["ghost", "b"], b.Leaders);
    }

    [Fact]
    public void Run_LeaderReleased_IsReplacedWithinARetry()
    {
        var a = Candidate("a");
        var b = Candidate("b");

        Stop(a);
        Assert.True(a.Ended);
        Assert.Equal(("", 1), (_server.Stored!.Spec.HolderIdentity, _server.Stored.Spec.LeaseDurationSeconds));
        Advance(4.5);

        Assert.True(b.Leads);
        Assert.Equal(1, _server.Stored.Spec.LeaseTransitions);
    }

    [Fact]
    public void Run_LastRenewalCancelledOnItsWay_IsReleasedAllTheSame()
    {
        var a = Candidate("a");
        _server.HoldNext = true;
        Advance(2);

        Stop(a);

        Assert.True(a.Ended);
        Assert.Equal("", _server.Stored!.Spec.HolderIdentity);
    }

    [Fact]
    public void Run_ReleaseNotWanted_LeavesTheLease()
    {
        var a = Candidate("a", release: false);

        Stop(a);

        Assert.True(a.Ended);
        Assert.Equal("a", _server.Stored!.Spec.HolderIdentity);
    }

    [Fact]
    public void Run_CannotRenew_CancelsTheWorkAndThrowsAfterTheDeadline()
    {
        var a = Candidate("a");
        _server.CutOff.Add("a");

        Advance(9);
        Assert.True(a.Leads);
        Advance(4);

        Assert.True(a.WorkCancelled);
        Assert.IsType<LeadershipLostException>(a.Running.Exception!.InnerException);
        Assert.False(a.Leads);
        Assert.False(a.Elector!.IsLeader);
    }

    [Fact]
    public void Run_CutOffLeader_StopsBeforeAnotherStarts()
    {
        var a = Candidate("a");
        var b = Candidate("b");
        _server.CutOff.Add("a");
        for (var i = 0; i < 300; i++)
        {
            Advance(0.1);
            Assert.False(a.Leads && b.Leads);
        }

        Assert.True(b.Leads);
    }

    [Fact]
    public void Run_ShortBreak_KeepsLeading()
    {
        var a = Candidate("a");
        _server.CutOff.Add("a");
        Advance(8);
        _server.CutOff.Clear();
        Advance(60);

        Assert.True(a.Leads);
    }

    [Fact]
    public void Run_LeaseTakenByForce_IsLost()
    {
        var a = Candidate("a");
        _server.Stored = Held("usurper", _time.GetUtcNow(), transitions: 9) with { Metadata = _server.Stored!.Metadata with { ResourceVersion = "999" } };

        Advance(13);

        Assert.True(a.WorkCancelled);
        Assert.IsType<LeadershipLostException>(a.Running.Exception!.InnerException);
        Assert.Equal("usurper", _server.Stored.Spec.HolderIdentity);
    }

    [Fact]
    public void Run_WorkEnds_ReleasesAndReturns()
    {
        var a = Candidate("a");

        _loop.Start(() => a.Work.TrySetResult());

        Assert.True(a.Running.IsCompletedSuccessfully);
        Assert.Equal("", _server.Stored!.Spec.HolderIdentity);
    }

    [Fact]
    public void Run_WorkFails_ReleasesAndThrows()
    {
        var a = Candidate("a");

        _loop.Start(() => a.Work.TrySetException(new InvalidOperationException("bug")));

        Assert.Equal("bug", a.Running.Exception!.InnerException!.Message);
        Assert.Equal("", _server.Stored!.Spec.HolderIdentity);
    }

    [Fact]
    public void Run_CancelledWhileWaiting_Returns()
    {
        Candidate("a");
        var b = Candidate("b");

        Stop(b);

        Assert.True(b.Ended);
        Assert.Equal("a", _server.Stored!.Spec.HolderIdentity);
    }

    [Theory]
    [InlineData(10, 10, 2, "leaseDuration must be greater than renewDeadline")]
    [InlineData(15, 2, 2, "renewDeadline must be greater than retryPeriod*JitterFactor")]
    [InlineData(15, 10, 0, "retryPeriod must be greater than zero")]
    public void Options_DurationsThatDoNotFit_AreRefused(int lease, int renew, int retry, string message)
    {
        var options = new LeaderElectionOptions
        {
            Namespace = "kube-system",
            Name = "test",
            Identity = "a",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        };

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new LeaderElector(new KubernetesClient(_server, _time), options, _time)).Message);
    }

    private static Lease Held(string holder, DateTimeOffset at, int transitions) => Lease.Empty with
    {
        Metadata = ObjectMeta.Empty with { Namespace = "kube-system", Name = "test", ResourceVersion = "1" },
        Spec = LeaseSpec.Empty with { HolderIdentity = holder, LeaseDurationSeconds = 15, AcquireTime = at, RenewTime = at, LeaseTransitions = transitions },
    };

    private Member Candidate(string name, bool release = true)
    {
        var member = new Member();
        var elector = new LeaderElector(
            new KubernetesClient(_server, _time, name),
            new LeaderElectionOptions { Namespace = "kube-system", Name = "test", Identity = name, ReleaseOnCancel = release },
            _time,
            random: new Random(name[0]))
        {
            NewLeader = member.Leaders.Add,
        };
        member.Elector = elector;
        member.Running = _loop.Start(() => elector.RunAsync(member.WorkAsync, member.Cancel.Token));
        return member;
    }

    private void Advance(double seconds) => _loop.Advance(_time, TimeSpan.FromSeconds(seconds));

    private void Stop(Member member) => _loop.Start(() =>
    {
        member.Cancel.Cancel();
        return 0;
    });

    private sealed class Member
    {
        public LeaderElector? Elector { get; set; }

        public CancellationTokenSource Cancel { get; } = new();

        public TaskCompletionSource Work { get; } = new();

        public Task Running { get; set; } = Task.CompletedTask;

        public List<string> Leaders { get; } = [];

        public bool Leads { get; private set; }

        public bool WorkCancelled { get; private set; }

        public bool Ended => Running.IsCompletedSuccessfully;

        public async Task WorkAsync(CancellationToken cancellationToken)
        {
            Leads = true;
            try
            {
                await Work.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WorkCancelled = true;
                throw;
            }
            finally
            {
                Leads = false;
            }
        }
    }
}
