"""An operating system's scheduler, after Martin Richards: tasks, queues, packets."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
KIND_DEVICE, KIND_WORK = range(2)
PACKET_SIZE = 4


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.position = 0
        self.data = [0] * PACKET_SIZE

    def append_to(self, queue):
        """The queue's head once this packet is its last."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, scheduler, number, priority, queue):
        self.scheduler = scheduler
        self.number = number
        self.priority = priority
        self.queue = queue
        self.pending = queue is not None
        self.waiting = False
        self.holding = False

    def can_not_run(self):
        return self.holding or (self.waiting and not self.pending)

    def run(self):
        packet = None
        if self.waiting and self.pending:
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
            self.pending = self.queue is not None
        return self.work(packet)

    def work(self, packet):
        raise NotImplementedError

    def receive(self, packet, sender):
        """Queues a packet; the task to run next."""
        if self.queue is None:
            self.queue = packet
            self.pending = True
            packet.link = None
            if self.priority > sender.priority:
                return self
        else:
            packet.append_to(self.queue)
        return sender

    def wait(self):
        self.waiting = True
        return self

    def hold(self):
        self.scheduler.holds += 1
        self.holding = True
        return self.scheduler.following(self)

    def release(self, number):
        task = self.scheduler.tasks[number]
        task.holding = False
        return task if task.priority > self.priority else self

    def send(self, packet):
        task = self.scheduler.tasks[packet.owner]
        self.scheduler.sent += 1
        packet.owner = self.number
        return task.receive(packet, self)


class IdleTask(Task):
    def __init__(self, scheduler, count):
        super().__init__(scheduler, IDLE, 0, None)
        self.control = 1
        self.count = count

    def work(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.hold()
        if self.control & 1 == 0:
            self.control //= 2
            return self.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.release(DEVICE_B)


class WorkerTask(Task):
    def __init__(self, scheduler, priority, queue):
        super().__init__(scheduler, WORKER, priority, queue)
        self.destination = HANDLER_A
        self.letter = 0

    def work(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.owner = self.destination
        packet.position = 0
        for i in range(PACKET_SIZE):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        return self.send(packet)


class HandlerTask(Task):
    def __init__(self, scheduler, number, priority, queue):
        super().__init__(scheduler, number, priority, queue)
        self.work_queue = None
        self.device_queue = None

    def work(self, packet):
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.work_queue = packet.append_to(self.work_queue)
            else:
                self.device_queue = packet.append_to(self.device_queue)
        work = self.work_queue
        if work is not None:
            if work.position >= PACKET_SIZE:
                self.work_queue = work.link
                return self.send(work)
            device = self.device_queue
            if device is not None:
                self.device_queue = device.link
                device.position = work.data[work.position]
                work.position += 1
                return self.send(device)
        return self.wait()


class DeviceTask(Task):
    def __init__(self, scheduler, number, priority, queue):
        super().__init__(scheduler, number, priority, queue)
        self.packet = None

    def work(self, packet):
        if packet is not None:
            self.packet = packet
            return self.hold()
        if self.packet is None:
            return self.wait()
        packet, self.packet = self.packet, None
        return self.send(packet)


class Scheduler:
    def __init__(self, count):
        self.sent = 0
        self.holds = 0
        self.tasks = {}
        work = Packet(Packet(None, WORKER, KIND_WORK), WORKER, KIND_WORK)
        self.add(IdleTask(self, count))
        self.add(WorkerTask(self, 1000, work))
        for handler, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
            queue = None
            for _ in range(3):
                queue = Packet(queue, device, KIND_DEVICE)
            self.add(HandlerTask(self, handler, priority, queue))
        self.add(DeviceTask(self, DEVICE_A, 4000, None))
        self.add(DeviceTask(self, DEVICE_B, 5000, None))
        # A fresh task with a packet has been waiting for it.
        for task in self.tasks.values():
            task.waiting = task.number != IDLE
        self.order = sorted(self.tasks.values(), key=lambda task: -task.priority)

    def add(self, task):
        self.tasks[task.number] = task

    def following(self, task):
        position = self.order.index(task) + 1
        return self.order[position] if position < len(self.order) else None

    def run(self):
        task = self.order[0]
        while task is not None:
            if task.can_not_run():
                task = self.following(task)
            else:
                task = task.run()


def scheduler(count):
    system = Scheduler(count)
    system.run()
    return system.sent, system.holds


if __name__ == "__main__":
    measure("scheduler", scheduler, 80_000,
            expect=(186153, 74461),
            small=((8_000,), (18552, 7420)))
