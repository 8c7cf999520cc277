using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Tests.Workloads;

public class SlowStartTests
{
    [Fact]
    public async Task Run_NothingFails_DoesAll()
    {
        var done = 0;
        var (succeeded, failure) = await SlowStart.RunAsync(10, _ =>
        {
            Interlocked.Increment(ref done);
            return Task.CompletedTask;
        });
        Assert.Equal((10, 10), (done, succeeded));
        Assert.Null(failure);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 7)]
    public async Task Run_OperationFails_StopsAfterItsBatch(int failing, int tried)
    {
        var count = 0;
        var (succeeded, failure) = await SlowStart.RunAsync(100, index =>
        {
            Interlocked.Increment(ref count);
            return index == failing ? Task.FromException(new InvalidOperationException("refused")) : Task.CompletedTask;
        });
        Assert.Equal(tried, count);
        Assert.Equal(tried - 1, succeeded);
        Assert.Equal("refused", failure!.Message);
    }
}
